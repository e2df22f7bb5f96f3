import { answerForKey, getApiKeys, keepApiKey, listApiKeys, MAX_API_KEYS, recordAudit, type ApiKey } from '@facet/db';
import * as z from 'zod';
import { PERMISSIONS } from '../auth/permissions.ts';
import { mayAdminister } from '../auth/viewer.ts';
import { inOrganization, viewerOf } from '../graphql/context.ts';
import { id, ranged } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { ScopeEnum } from './enums.ts';
import { failing } from './error-types.ts';
import { nodeRef } from './node.ts';
import { users } from './organization.ts';
import { ForbiddenError, InvalidInputError, QuotaExceededError } from '../errors.ts';
import { text, within } from '../input.ts';

const DAY_SECONDS = 86_400;
const DAYS = { min: 1, max: 365, whole: true } as const;
const DEFAULT_DAYS = 90;

const Scopes = z.preprocess(
  (value) => (typeof value === 'string' ? JSON.parse(value) : {}),
  z.object({ facet: z.array(z.enum(PERMISSIONS)).default([]) }),
);

export const apiKeys = nodeRef<'ApiKey', ApiKey>('ApiKey', async (transaction, viewer, ids) =>
  mayAdminister(viewer) && viewer.user ? getApiKeys(transaction, ids) : [],
);

builder.objectType(apiKeys.ref, {
  name: 'ApiKey',
  description: 'Acts for the organisation, not for a person. The key itself is shown once, when it is made.',
  fields: (t) => ({
    name: t.string({ description: 'What who made it called it.', resolve: ({ name }) => name ?? '' }),
    start: t.string({ description: 'Its first characters, to recognise it by.', resolve: ({ start }) => start ?? '' }),
    scopes: t.field({
      description: 'What it was made for; it does no more than who answers for it may.',
      type: [ScopeEnum],
      resolve: ({ permissions }) => Scopes.parse(permissions).facet,
    }),
    createdBy: t.field({
      description:
        'Who answers for it: it works as long as they are a member, and does no more than they may. Null once it has ended with them, until an owner takes it over.',
      type: users.ref,
      nullable: true,
      resolve: ({ createdBy }) => createdBy,
    }),
    expiresAt: t.field({
      description: 'From then on it is refused; null: never.',
      type: 'DateTime',
      nullable: true,
      resolve: ({ expiresAt }) => expiresAt,
    }),
    lastUsedAt: t.field({
      description: 'Null before it was used.',
      type: 'DateTime',
      nullable: true,
      resolve: ({ lastRequest }) => lastRequest,
    }),
    createdAt: t.field({ description: 'When it was made.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
  }),
});

const NewApiKey = builder.objectRef<{ secret: string; row: ApiKey }>('NewApiKey').implement({
  description: 'A key that was just made.',
  fields: (t) => ({
    secret: t.exposeString('secret', {
      description: 'Send it as `authorization: Bearer <secret>`. It is not shown again.',
    }),
    apiKey: t.field({ description: 'What stays to be seen of it.', type: apiKeys.ref, resolve: ({ row }) => row }),
  }),
});

const people = { $all: { can: 'administer', person: true } } as const;

builder.queryField('apiKeys', (t) =>
  t.field({
    description: 'Those of the organisation, the newest first.',
    type: [apiKeys.ref],
    authScopes: people,
    resolve: (_root, _args, context) => inOrganization(context, (transaction) => listApiKeys(transaction)),
  }),
);

builder.mutationFields((t) => ({
  createApiKey: t.field({
    description: 'Its secret is shown this once. It does no more than you may.',
    type: NewApiKey,
    authScopes: people,
    errors: failing('quotaExceeded'),
    args: {
      name: t.arg.string({ required: true }),
      scopes: t.arg({ type: [ScopeEnum], required: true }),
      expiresInDays: t.arg.int({ defaultValue: DEFAULT_DAYS, description: ranged(DAYS) }),
    },
    resolve: async (_root, args, context) => {
      const { organizationId, user } = viewerOf(context);
      if (args.scopes.length === 0) throw new InvalidInputError('scopes must name at least one.');
      const { id: keyId, key } = await context.services.auth.api.createApiKey({
        body: {
          name: text('name', args.name, 'keyName'),
          organizationId,
          userId: user!.id,
          expiresIn: within('expiresInDays', args.expiresInDays ?? DEFAULT_DAYS, DAYS) * DAY_SECONDS,
          permissions: { facet: [...new Set(args.scopes)] },
        },
      });
      const isKept = await context.services.operations.withOperations((transaction) =>
        keepApiKey(transaction, organizationId, keyId, user!.id),
      );
      if (!isKept)
        throw new QuotaExceededError(`An organisation has at most ${MAX_API_KEYS} API keys. Delete one first.`);
      return inOrganization(context, async (transaction, { actor }) => {
        const detail = { name: args.name, scopes: args.scopes };
        await recordAudit(transaction, actor, {
          action: 'api-key.create',
          subjectKind: 'api-key',
          subjectId: keyId,
          detail,
        });
        const [row] = await getApiKeys(transaction, [keyId]);
        return { secret: key, row: row! };
      });
    },
  }),
  takeOverApiKey: t.field({
    description: 'From now on you answer for it, in place of who did. For owners.',
    type: apiKeys.ref,
    authScopes: people,
    errors: failing('notFound'),
    args: { apiKeyId: t.arg.id(id('ApiKey')) },
    resolve: async (_root, { apiKeyId }, context) => {
      const { id: keyId } = await apiKeys.get(context, apiKeyId);
      const { organizationId, user } = viewerOf(context);
      if (user!.role !== 'owner') throw new ForbiddenError('Only owners take keys over.');
      await context.services.operations.withOperations((transaction) =>
        answerForKey(transaction, organizationId, keyId, user!.id),
      );
      return inOrganization(context, async (transaction, { actor }) => {
        await recordAudit(transaction, actor, {
          action: 'api-key.take-over',
          subjectKind: 'api-key',
          subjectId: keyId,
        });
        const [row] = await getApiKeys(transaction, [keyId]);
        return row!;
      });
    },
  }),
  deleteApiKey: t.field({
    description: 'It stops working at once.',
    type: Deleted,
    authScopes: people,
    errors: failing('notFound'),
    args: { apiKeyId: t.arg.id(id('ApiKey')) },
    resolve: async (_root, { apiKeyId }, context) => {
      const { id: keyId } = await apiKeys.get(context, apiKeyId);
      const { user } = viewerOf(context);
      await context.services.auth.api.deleteApiKey({ headers: user!.headers, body: { keyId } });
      await inOrganization(context, (transaction, { actor }) =>
        recordAudit(transaction, actor, { action: 'api-key.delete', subjectKind: 'api-key', subjectId: keyId }),
      );
      return { id: apiKeyId };
    },
  }),
}));
