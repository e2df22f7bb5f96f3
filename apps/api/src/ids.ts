import {
  AuditEventId,
  CompositionId,
  Fingerprint,
  GridId,
  ImageId,
  InversionId,
  LibraryId,
  OrganizationId,
  OutputId,
  splitId,
  TokenId,
  TokenUploadId,
  UserId,
  WebhookDeliveryId,
  WebhookId,
} from '@facet/contracts';
import * as z from 'zod';
import { NotFoundError } from './errors.ts';

export { encodeId, splitId } from '@facet/contracts';

const uuid = z.uuid().toLowerCase();

const UUID = String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`;
/** Of what no single id names. */
const parts = (...patterns: string[]) => z.string().regex(new RegExp(`^${patterns.join('/')}$`));

/** What global ids name, and what a valid one holds. */
const KINDS = {
  ApiKey: uuid,
  AuditEvent: AuditEventId,
  /** Whose, in the organisation that one acts for. */
  BoardDraft: UserId,
  Composition: CompositionId,
  Grid: GridId,
  Image: ImageId,
  Inversion: InversionId,
  Invitation: uuid,
  Library: LibraryId,
  /** Which library, to whom. */
  LibraryGrant: parts(UUID, UUID),
  /** Which library, to which short name: before it accepts, nobody here knows more of the other organisation. */
  LibraryOffer: parts(UUID, '[a-z0-9][a-z0-9-]{1,59}'),
  Member: uuid,
  Model: Fingerprint,
  Organization: OrganizationId,
  Output: OutputId,
  Token: TokenId,
  TokenUpload: TokenUploadId,
  /** Of whom, when, and what is counted. */
  Usage: parts(UUID, String.raw`\d{4}-\d{2}`, '[a-z_]+'),
  User: UserId,
  Webhook: WebhookId,
  WebhookDelivery: WebhookDeliveryId,
} as const;

export type Kind = keyof typeof KINDS;
export type IdOf<K extends Kind> = z.infer<(typeof KINDS)[K]>;

/** The id that a global id of this kind holds; undefined for what is not one. */
export function possibleId<K extends Kind>(kind: K, globalId: string): IdOf<K> | undefined {
  const { typename, id } = splitId(globalId);
  return typename === kind ? (KINDS[kind].safeParse(id).data as IdOf<K> | undefined) : undefined;
}

/** The same. What is no such id names nothing: throws `NotFoundError`. */
export function decodeId<K extends Kind>(kind: K, globalId: string): IdOf<K> {
  const id = possibleId(kind, globalId);
  if (id === undefined) throw new NotFoundError();
  return id;
}

/** Whether an id can be one of this kind at all, so that the database is only asked about those that can. */
export const isIdOf = (kind: Kind, id: string): boolean => KINDS[kind].safeParse(id).success;
