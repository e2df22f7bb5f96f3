import type { OutputId, OutputLinkId, UserId } from '@facet/contracts';
import { boolean, foreignKey, index, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { member } from './auth.ts';
import { entity } from './columns.ts';
import { output } from './composition.ts';
import { facet } from './namespaces.ts';
import { operationsPolicy, readerPolicy, tenantPolicy } from './policies.ts';

/** By which whoever has it sees one picture, without an account. It ends with the picture, and with the membership of its maker. */
export const outputLink = facet.table(
  'output_link',
  {
    ...entity<OutputLinkId>(),
    outputId: uuid().$type<OutputId>().notNull(),
    /** Of the address; the address itself is kept nowhere. */
    secretHash: text().notNull(),
    /** Who has made the picture, and now shares it. */
    createdBy: uuid().$type<UserId>().notNull(),
    showsMaker: boolean().notNull(),
    showsRecipe: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique('output_link_output').on(t.organizationId, t.outputId),
    index('output_link_secret').on(t.secretHash),
    foreignKey({
      name: 'output_link_output_id',
      columns: [t.organizationId, t.outputId],
      foreignColumns: [output.organizationId, output.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'output_link_maker',
      columns: [t.organizationId, t.createdBy],
      foreignColumns: [member.organizationId, member.userId],
    }).onDelete('cascade'),
    tenantPolicy(),
    readerPolicy(
      `exists (select from facet.output o where o.organization_id = output_link.organization_id and o.id = output_link.output_id)`,
    ),
    operationsPolicy(),
  ],
);
