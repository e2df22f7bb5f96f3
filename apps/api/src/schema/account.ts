import {
  countAuditEvents,
  listAuditEvents,
  QUOTA_KINDS,
  usageOfMonth,
  type AuditEvent,
  type UsageOfMonth,
} from '@facet/db';
import { inOrganization } from '../graphql/context.ts';
import { optionalText } from '../input.ts';
import { builder } from './builder.ts';
import { encodeId } from '../ids.ts';
import { connectionOf, PAGED, pageArgs, readConnection } from './page.ts';

const UsageKind = builder.enumType('UsageKind', {
  values: Object.fromEntries(QUOTA_KINDS.map((kind) => [kind.toUpperCase(), { value: kind }])) as Record<
    string,
    { value: UsageOfMonth['kind'] }
  >,
});

const Usage = builder.objectRef<UsageOfMonth>('Usage').implement({
  description: 'What the organisation used this month, UTC, and what it may use.',
  fields: (t) => ({
    kind: t.field({ type: UsageKind, resolve: ({ kind }) => kind }),
    used: t.exposeFloat('used'),
    limit: t.exposeFloat('limit'),
  }),
});

const Event = builder.objectRef<AuditEvent>('AuditEvent').implement({
  fields: (t) => ({
    id: t.id({ resolve: (event) => encodeId('AuditEvent', event.id) }),
    action: t.exposeString('action', { description: 'Such as `library.grant`.' }),
    actorKind: t.exposeString('actorKind', { description: '`user`, `api-key` or `system`.' }),
    actorId: t.exposeString('actorId'),
    subjectKind: t.exposeString('subjectKind'),
    subjectId: t.exposeString('subjectId'),
    detail: t.string({ description: 'JSON.', resolve: ({ detail }) => JSON.stringify(detail) }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
  }),
});

const AuditConnection = connectionOf<AuditEvent>('AuditEvent', Event);

builder.queryFields((t) => ({
  usage: t.field({
    type: [Usage],
    resolve: (_root, _args, context) => inOrganization(context, (transaction) => usageOfMonth(transaction)),
  }),
  auditEvents: t.field({
    description: 'Who did what, the newest first.',
    type: AuditConnection,
    extensions: PAGED,
    authScopes: { can: 'administer' },
    args: { ...pageArgs(t.arg), action: t.arg.string() },
    resolve: (_root, { action, ...page }, context) => {
      const filter = { action: optionalText('action', action, 'name') };
      return readConnection<AuditEvent>(
        context,
        page,
        (request) => (transaction) => listAuditEvents(transaction, filter, request),
        (transaction) => countAuditEvents(transaction, filter),
      );
    },
  }),
}));
