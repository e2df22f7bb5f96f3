import type { OrganizationId, WebhookId } from '@facet/contracts';
import { webhookPlace } from '@facet/contracts/seal';
import {
  countDeliveries,
  countWebhooks,
  createWebhook,
  deleteWebhook,
  getDeliveries,
  getWebhooks,
  listDeliveries,
  listWebhooks,
  queueDelivery,
  recordAudit,
  redeliver,
  rotateWebhookSecret,
  updateWebhook,
  type OrganizationTransaction,
  type Webhook,
  type WebhookDelivery,
} from '@facet/db';
import { randomBytes } from 'node:crypto';
import { checkedUrl } from '../addresses.ts';
import { mayAdminister, type Viewer } from '../auth/viewer.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { startDeliveries } from '../work/start-deliveries.ts';
import { id, MUTATION_KEY } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { DeliveryStatusEnum, WebhookEventEnum, WebhookMessageEnum } from './enums.ts';
import { failing, missing } from './error-types.ts';
import { InvalidInputError, WrongStateError } from '../errors.ts';
import { decodeId, encodeId } from '../ids.ts';
import { mutationKey } from '../input.ts';
import { nodeRef } from './node.ts';
import { connectionOf, PAGED, pageArgs, readConnection } from './page.ts';

/** Addresses of receivers often hold a secret, so only those who may make webhooks see any. */
const webhooks = nodeRef<'Webhook', Webhook>('Webhook', async (transaction, viewer, ids) =>
  mayAdminister(viewer) ? getWebhooks(transaction, ids) : [],
);

const deliveries = nodeRef<'WebhookDelivery', WebhookDelivery>('WebhookDelivery', async (transaction, viewer, ids) =>
  mayAdminister(viewer) ? getDeliveries(transaction, ids) : [],
);

builder.objectType(deliveries.ref, {
  name: 'WebhookDelivery',
  description: 'One message to one webhook. Its id is the header webhook-id, the same for every attempt.',
  fields: (t) => ({
    webhook: t.field({ description: 'Where it goes.', type: webhooks.ref, resolve: ({ webhookId }) => webhookId }),
    event: t.field({ description: 'What it tells of.', type: WebhookMessageEnum, resolve: ({ event }) => event }),
    status: t.field({
      description: 'FAILED only once it was given up.',
      type: DeliveryStatusEnum,
      resolve: ({ status }) => status,
    }),
    attempts: t.exposeInt('attempts', { description: 'How often it was sent so far.' }),
    lastStatus: t.exposeInt('lastStatus', { nullable: true, description: 'HTTP status of the last answer.' }),
    lastError: t.exposeString('lastError', {
      description: 'Why the last attempt failed; null when it did not.',
      nullable: true,
    }),
    createdAt: t.field({
      description: 'When it happened what it tells of.',
      type: 'DateTime',
      resolve: ({ createdAt }) => createdAt,
    }),
    finishedAt: t.field({
      description: 'When it arrived or was given up; null before.',
      type: 'DateTime',
      nullable: true,
      resolve: ({ finishedAt }) => finishedAt,
    }),
  }),
});

const DeliveryConnection = connectionOf<WebhookDelivery>('WebhookDelivery', deliveries.ref);

builder.objectType(webhooks.ref, {
  name: 'Webhook',
  description: 'An address that is told of events, signed as standardwebhooks.com says.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Where messages are posted.' }),
    events: t.field({ description: 'Of which it is told.', type: [WebhookEventEnum], resolve: ({ events }) => events }),
    active: t.exposeBoolean('active', {
      description: 'False when it was switched off, by you, or because nothing arrived for long: see the audit events.',
    }),
    deliveries: t.field({
      description: 'The newest first.',
      type: DeliveryConnection,
      extensions: PAGED,
      args: pageArgs(t.arg),
      resolve: (webhook, page, context, info) =>
        readConnection<WebhookDelivery>(
          context,
          info,
          page,
          (request) => (transaction) => listDeliveries(transaction, webhook.id, request),
          (transaction) => countDeliveries(transaction, webhook.id),
        ),
    }),
    createdAt: t.field({ description: 'When it was made.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
  }),
});

const WebhookConnection = connectionOf<Webhook>('Webhook', webhooks.ref);

builder.queryFields((t) => ({
  webhook: t.field({
    description: 'One webhook, by its id.',
    type: webhooks.ref,
    authScopes: { can: 'administer' },
    errors: missing,
    args: { id: t.arg.id(id('Webhook')) },
    resolve: (_root, args, context) => webhooks.get(context, args.id),
  }),
  webhooks: t.field({
    description: 'The newest first.',
    type: WebhookConnection,
    extensions: PAGED,
    authScopes: { can: 'administer' },
    args: pageArgs(t.arg),
    resolve: (_root, page, context, info) =>
      readConnection<Webhook>(
        context,
        info,
        page,
        (request) => (transaction) => listWebhooks(transaction, request),
        countWebhooks,
      ),
  }),
}));

interface WithSecret {
  readonly secret: string;
  readonly webhook: Webhook;
}

const NewSecret = builder.objectRef<WithSecret>('WebhookWithSecret').implement({
  description: 'A webhook and its secret, which is shown once.',
  fields: (t) => ({
    secret: t.exposeString('secret', {
      description: 'Deliveries are signed with it. It is not shown again; rotateWebhookSecret makes another.',
    }),
    webhook: t.field({ description: 'Whose secret it is.', type: webhooks.ref, resolve: ({ webhook }) => webhook }),
  }),
});

const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

/** A new secret, closed for one webhook. */
const seal = ({ services }: Context, organizationId: OrganizationId, webhookId: WebhookId): string =>
  services.config.seal.close(newSecret(), webhookPlace(organizationId, webhookId));

/** The webhook with its secret in the open, for the one who has just made it. */
const shown = ({ services }: Context, webhook: Webhook): WithSecret => ({
  secret: services.config.seal.open(webhook.sealedSecret, webhookPlace(webhook.organizationId, webhook.id)),
  webhook,
});

/** Each event once. Throws `InvalidInputError` for none. */
function distinct<Event>(events: readonly Event[]): Event[] {
  if (events.length === 0) throw new InvalidInputError('events must name at least one.');
  return [...new Set(events)];
}

const note = (
  transaction: OrganizationTransaction,
  { actor }: Viewer,
  action: string,
  subjectId: WebhookId,
  detail: Record<string, unknown> = {},
): Promise<void> =>
  recordAudit(transaction, actor, { action: `webhook.${action}`, subjectKind: 'webhook', subjectId, detail });

builder.mutationFields((t) => ({
  createWebhook: t.field({
    description: 'Its secret is shown this once.',
    type: NewSecret,
    authScopes: { can: 'administer' },
    errors: failing('addressRefused', 'quotaExceeded', 'keyReused', 'notFound', 'wrongState'),
    args: {
      url: t.arg.string({ required: true, description: 'https, on the public internet.' }),
      events: t.arg({ type: [WebhookEventEnum], required: true }),
      clientMutationKey: t.arg.string(MUTATION_KEY),
    },
    resolve: async (_root, args, context) => {
      const { organizationId } = viewerOf(context);
      const events = distinct(args.events);
      const key = mutationKey(args.clientMutationKey);
      const url = await checkedUrl(context, args.url);
      let isNew = false;
      const sealedSecret = (webhookId: WebhookId): string => {
        isNew = true;
        return seal(context, organizationId, webhookId);
      };
      const webhook = await inOrganization(context, (transaction, { actor }) =>
        createWebhook(transaction, actor, { url, events, sealedSecret }, key),
      );
      if (!isNew)
        throw new WrongStateError(
          `The webhook ${encodeId('Webhook', webhook.id)} was made with this clientMutationKey, and its secret shown then. rotateWebhookSecret makes another.`,
        );
      return shown(context, webhook);
    },
  }),
  updateWebhook: t.field({
    description: 'What is left out stays.',
    type: webhooks.ref,
    authScopes: { can: 'administer' },
    errors: failing('notFound', 'addressRefused'),
    args: {
      webhookId: t.arg.id(id('Webhook')),
      url: t.arg.string(),
      events: t.arg({ type: [WebhookEventEnum] }),
      active: t.arg.boolean({ description: 'What happens while it is off is not told later.' }),
    },
    resolve: async (_root, args, context) => {
      const webhookId = decodeId('Webhook', args.webhookId);
      const url = args.url ? await checkedUrl(context, args.url) : undefined;
      const events = args.events ? distinct(args.events) : undefined;
      const active = args.active ?? undefined;
      return inOrganization(context, async (transaction, viewer) => {
        const webhook = await updateWebhook(transaction, webhookId, { url, events, active });
        // The rest of an address may hold a secret.
        const detail = { ...(url !== undefined && { host: new URL(url).host }), events, active };
        await note(transaction, viewer, 'update', webhookId, detail);
        return webhook;
      });
    },
  }),
  rotateWebhookSecret: t.field({
    description:
      'Makes a new secret. For a day deliveries are signed with the old one too, so that the receiver can change over.',
    type: NewSecret,
    authScopes: { can: 'administer' },
    errors: failing('notFound'),
    args: { webhookId: t.arg.id(id('Webhook')) },
    resolve: async (_root, args, context) => {
      const webhookId = decodeId('Webhook', args.webhookId);
      const sealed = seal(context, viewerOf(context).organizationId, webhookId);
      const webhook = await inOrganization(context, async (transaction, viewer) => {
        const changed = await rotateWebhookSecret(transaction, webhookId, sealed);
        await note(transaction, viewer, 'rotate-secret', webhookId);
        return changed;
      });
      return shown(context, webhook);
    },
  }),
  deleteWebhook: t.field({
    description: 'With its deliveries. What is under way is not sent any more.',
    type: Deleted,
    authScopes: { can: 'administer' },
    errors: failing('notFound'),
    args: { webhookId: t.arg.id(id('Webhook')) },
    resolve: async (_root, args, context) => {
      const webhookId = decodeId('Webhook', args.webhookId);
      await inOrganization(context, async (transaction, viewer) => {
        await deleteWebhook(transaction, webhookId);
        await note(transaction, viewer, 'delete', webhookId);
      });
      return { id: args.webhookId };
    },
  }),
  testWebhook: t.field({
    description: 'Sends a message that tells of nothing, so that the receiver can be tried.',
    type: deliveries.ref,
    authScopes: { can: 'administer' },
    errors: failing('notFound', 'wrongState'),
    args: { webhookId: t.arg.id(id('Webhook')) },
    resolve: async (_root, args, context) => {
      const webhookId = decodeId('Webhook', args.webhookId);
      const delivery = await inOrganization(context, async (transaction, viewer) => {
        const queued = await queueDelivery(transaction, webhookId, 'webhook.test', { id: webhookId });
        await note(transaction, viewer, 'test', webhookId);
        return queued;
      });
      startDeliveries(context);
      return delivery;
    },
  }),
  redeliverWebhook: t.field({
    description: 'Sends a message again that arrived or was given up. It keeps its id, by which receivers know it.',
    type: deliveries.ref,
    authScopes: { can: 'administer' },
    errors: failing('notFound', 'wrongState'),
    args: { deliveryId: t.arg.id(id('WebhookDelivery')) },
    resolve: async (_root, args, context) => {
      const deliveryId = decodeId('WebhookDelivery', args.deliveryId);
      const delivery = await inOrganization(context, async (transaction, viewer) => {
        const queued = await redeliver(transaction, deliveryId);
        await note(transaction, viewer, 'redeliver', queued.webhookId, { deliveryId });
        return queued;
      });
      startDeliveries(context);
      return delivery;
    },
  }),
}));
