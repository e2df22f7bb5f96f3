import { encodeId, type OrganizationId, subjectOf, type SubjectOf, type WebhookMessage } from '@facet/contracts';
import type { WebhookDelivery } from '@facet/db';
import { createHmac } from 'node:crypto';

/** What is sent, as Standard Webhooks has it. */
export interface Message {
  /** The same for every attempt, so that a receiver knows what it has had. */
  readonly id: string;
  readonly body: string;
}

const KINDS = {
  inversion: 'Inversion',
  composition: 'Composition',
  webhook: 'Webhook',
} as const satisfies Record<SubjectOf<WebhookMessage>, string>;

/** A delivery in the words of the API: its global ids and error codes, and nothing that only members may know. */
export function messageOf(
  organizationId: OrganizationId,
  { id, event, payload, createdAt }: Pick<WebhookDelivery, 'id' | 'event' | 'payload' | 'createdAt'>,
): Message {
  const kind = KINDS[subjectOf(event)];
  const { tokenIds, errorCode } = payload;
  const data = {
    organizationId: encodeId('Organization', organizationId),
    id: encodeId(kind, payload.id),
    ...(tokenIds && { tokenIds: tokenIds.map((tokenId) => encodeId('Token', tokenId)) }),
    ...(errorCode !== undefined && { errorCode: errorCode.replaceAll('-', '_').toUpperCase() }),
  };
  return {
    id: encodeId('WebhookDelivery', id),
    body: JSON.stringify({ type: event, timestamp: createdAt.toISOString(), data }),
  };
}

/** The headers of one attempt, signed with each secret: the new one, and for a day the one before. */
export function headersOf({ id, body }: Message, secrets: readonly string[], now: Date) {
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': secrets.map((secret) => sign(secret, `${id}.${seconds}.${body}`)).join(' '),
  } as const;
}

/** Standard Webhooks, symmetric: HMAC-SHA256 under the bytes that the secret holds in base64 after its prefix. */
const sign = (secret: string, signed: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};
