import {
  countAuditEvents,
  getAuditEvents,
  listAuditEvents,
  QUOTA_KINDS,
  USAGE_KINDS,
  usageOfMonths,
  type AuditEvent,
  type OrganizationTransaction,
  type QuotaKind,
  type UsageOfMonth,
} from '@facet/db';
import type { OrganizationId } from '@facet/contracts';
import { mayAdminister } from '../auth/viewer.ts';
import { auditSentence } from '../audit-sentence.ts';
import { inOrganization, type Context } from '../graphql/context.ts';
import { encodeId } from '../ids.ts';
import { optionalText, within } from '../input.ts';
import { ranged } from './arguments.ts';
import { builder } from './builder.ts';
import { apiKeys } from './api-key.ts';
import { nodeRef } from './node.ts';
import { users } from './organization.ts';
import { tokens } from './token.ts';
import { capitalized } from './words.ts';
import { connectionOf, PAGED, pageArgs, readConnection } from './page.ts';

const UsageKind = builder.enumType('UsageKind', {
  description:
    'What is counted: inversions, training steps, pictures and uploaded bytes in a month; running inversions and compositions at this moment.',
  values: Object.fromEntries(QUOTA_KINDS.map((kind) => [kind.toUpperCase(), { value: kind }])) as Record<
    string,
    { value: UsageOfMonth['kind'] }
  >,
});

type Usage = UsageOfMonth & { readonly organizationId: OrganizationId };

const MONTHS = { min: 1, max: 24, whole: true } as const;

const usageOf = async (transaction: OrganizationTransaction, months: number): Promise<Usage[]> =>
  (await usageOfMonths(transaction, months)).map((row) =>
    Object.assign(row, { organizationId: transaction.organizationId }),
  );

const idOfUsage = ({ organizationId, month, kind }: Usage): string => `${organizationId}/${month}/${kind}`;

const usages = nodeRef<'Usage', Usage>(
  'Usage',
  async (transaction, _viewer, ids) =>
    (await usageOf(transaction, MONTHS.max)).filter((row) => (ids as readonly string[]).includes(idOfUsage(row))),
  { idOf: idOfUsage },
);

builder.objectType(usages.ref, {
  name: 'Usage',
  description: 'What the organisation used in a month, UTC, or runs at once, and what it may.',
  fields: (t) => ({
    month: t.exposeString('month', { description: 'Such as 2026-01.' }),
    resetsAt: t.field({
      description: 'When it starts anew; null for what runs at once.',
      type: 'DateTime',
      nullable: true,
      resolve: ({ kind, month }) => (isMonthly(kind) ? monthAfter(month) : null),
    }),
    kind: t.field({ description: 'What is counted.', type: UsageKind, resolve: ({ kind }) => kind }),
    used: t.exposeFloat('used', { description: 'In the unit of its kind.' }),
    limit: t.exposeFloat('limit', { description: 'In the same unit; beyond it, QuotaExceededError.' }),
  }),
});

const isMonthly = (kind: QuotaKind): boolean => USAGE_KINDS.some((each) => each === kind);

const monthAfter = (month: string): Date => {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year!, number!));
};

const events = nodeRef<'AuditEvent', AuditEvent>('AuditEvent', async (transaction, viewer, ids) =>
  mayAdminister(viewer) ? getAuditEvents(transaction, ids) : [],
);

builder.objectType(events.ref, {
  name: 'AuditEvent',
  description: 'Something that somebody did, and that others see.',
  fields: (t) => ({
    sentence: t.string({
      description: 'For people: such as `Ada renamed a token to sunset.`',
      resolve: async (event, _args, context) =>
        auditSentence(
          (await actorName(context, event)) ?? 'Somebody',
          event.action,
          await visibleDetail(context, event),
        ),
    }),
    actorName: t.string({
      description: 'Null for who is no member any more, and a key that is gone.',
      nullable: true,
      resolve: (event, _args, context) => actorName(context, event),
    }),
    action: t.exposeString('action', { description: 'Such as `library.grant`.' }),
    actorKind: t.exposeString('actorKind', { description: '`user`, `api-key` or `system`.' }),
    actorId: t.string({
      description: 'Of a User or an ApiKey; of workers, their name.',
      resolve: ({ actorKind, actorId }) =>
        actorKind === 'system' ? actorId : encodeId(actorKind === 'user' ? 'User' : 'ApiKey', actorId),
    }),
    subjectKind: t.exposeString('subjectKind', { description: 'What it was done to, such as `library` or `token`.' }),
    subjectId: t.string({
      description: 'The id of what it was done to, which may be gone.',
      resolve: ({ subjectKind, subjectId }) => encodeId(typenameOf(subjectKind), subjectId),
    }),
    detail: t.string({
      description: 'JSON; empty for tokens that you may not see, or that are gone.',
      resolve: async (event, _args, context) => JSON.stringify(await visibleDetail(context, event)),
    }),
    createdAt: t.field({ description: 'When it was done.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
  }),
});

/** What an event says of a token that is private to somebody else is theirs, too. */
async function visibleDetail(context: Context, { subjectKind, subjectId, detail }: AuditEvent) {
  return subjectKind !== 'token' || (await tokens.find(context, subjectId)) ? detail : {};
}

/** `api-key` -> ApiKey */
const typenameOf = (kind: string): string => kind.split('-').map(capitalized).join('');

async function actorName(context: Context, { actorKind, actorId }: AuditEvent): Promise<string | undefined> {
  if (actorKind === 'system') return 'Facet';
  if (actorKind === 'user') return (await users.find(context, actorId))?.name;
  const key = await apiKeys.find(context, actorId);
  return key ? `The API key ${key.name}` : undefined;
}

const AuditConnection = connectionOf<AuditEvent>('AuditEvent', events.ref);

builder.queryFields((t) => ({
  usage: t.field({
    description: 'Of this month and those before it, the newest first.',
    type: [usages.ref],
    args: { months: t.arg.int({ defaultValue: 1, description: ranged(MONTHS) }) },
    extensions: {
      rows: ({ months }: Record<string, unknown>) => QUOTA_KINDS.length * Math.min(Number(months ?? 1), MONTHS.max),
    },
    resolve: (_root, { months }, context) => {
      const count = within('months', months ?? 1, MONTHS);
      return inOrganization(context, (transaction) => usageOf(transaction, count));
    },
  }),
  auditEvents: t.field({
    description: 'Who did what, the newest first.',
    type: AuditConnection,
    extensions: PAGED,
    authScopes: { can: 'administer' },
    args: { ...pageArgs(t.arg), action: t.arg.string() },
    resolve: (_root, { action, ...page }, context, info) => {
      const filter = { action: optionalText('action', action, 'name') };
      return readConnection<AuditEvent>(
        context,
        info,
        page,
        (request) => (transaction) => listAuditEvents(transaction, filter, request),
        (transaction) => countAuditEvents(transaction, filter),
      );
    },
  }),
}));
