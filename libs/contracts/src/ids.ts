import type { RunKind } from '@facet/base';
import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';

/**
 * Ids are UUIDs in lower case. Each kind is a type of its own, so that an image's id is not taken for a token's.
 * Use `<Kind>Id.parse` where an id comes from outside.
 */
const id = <Kind extends string>() =>
  z
    .string()
    .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'not a UUID in lower case')
    .brand<Kind>();

export const OrganizationId = id<'OrganizationId'>();
export type OrganizationId = z.infer<typeof OrganizationId>;

export const UserId = id<'UserId'>();
export type UserId = z.infer<typeof UserId>;

export const ImageId = id<'ImageId'>();
export type ImageId = z.infer<typeof ImageId>;

export const InversionId = id<'InversionId'>();
export type InversionId = z.infer<typeof InversionId>;

export const LibraryId = id<'LibraryId'>();
export type LibraryId = z.infer<typeof LibraryId>;

export const TokenId = id<'TokenId'>();
export type TokenId = z.infer<typeof TokenId>;

/** A token file that is put to be imported. There is no row of it. */
export const TokenUploadId = id<'TokenUploadId'>();
export type TokenUploadId = z.infer<typeof TokenUploadId>;

export const CompositionId = id<'CompositionId'>();
export type CompositionId = z.infer<typeof CompositionId>;

export const GridId = id<'GridId'>();
export type GridId = z.infer<typeof GridId>;

/** Of a row of the kind. */
export type RunId<Kind extends RunKind = RunKind> = {
  readonly inversion: InversionId;
  readonly composition: CompositionId;
}[Kind];

export const OutputId = id<'OutputId'>();
export type OutputId = z.infer<typeof OutputId>;

export const OutputLinkId = id<'OutputLinkId'>();
export type OutputLinkId = z.infer<typeof OutputLinkId>;

export const WebhookId = id<'WebhookId'>();
export type WebhookId = z.infer<typeof WebhookId>;

export const WebhookDeliveryId = id<'WebhookDeliveryId'>();
export type WebhookDeliveryId = z.infer<typeof WebhookDeliveryId>;

export const MailId = id<'MailId'>();
export type MailId = z.infer<typeof MailId>;

export const AuditEventId = id<'AuditEventId'>();
export type AuditEventId = z.infer<typeof AuditEventId>;

/** SHA-256 in hex of a model, as libs/diffusion computes it. */
export const Fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hex')
  .brand<'Fingerprint'>();
export type Fingerprint = z.infer<typeof Fingerprint>;

/** A random id of the kind that is asked for. */
export const newId = <Id extends string>(): Id => randomUUID() as string as Id;

/** Who asks, for what, with which key: equal ones get equal results. */
export interface MutationKey {
  readonly organizationId: OrganizationId;
  /** User or API key. Another one's keys are another space, so nobody is handed someone else's result. */
  readonly actorId: string;
  /** Name of the mutation. */
  readonly mutation: string;
  /** `clientMutationKey` as the client chose it. */
  readonly key: string;
}

/**
 * The id of what a mutation with this key makes: a UUID of version 8 (RFC 9562) from the SHA-256 of the key's parts. The
 * same key names the same row, and with it the same workflow, whichever process handles it and however often.
 */
export function idFromMutationKey<Id extends string>(key: MutationKey): Id {
  const parts = JSON.stringify([key.organizationId, key.actorId, key.mutation, key.key]);
  const bytes = createHash('sha256').update(parts).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const uuid = [0, 8, 12, 16, 20].map((at, i, starts) => hex.slice(at, starts[i + 1] ?? 32)).join('-');
  return uuid as Id;
}
