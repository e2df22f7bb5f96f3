import { FacetError } from '@facet/base';
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { MailId, OrganizationId, WebhookId } from './ids.ts';

// The API closes, a worker opens: both must derive the same key, so it is decided here. Not part of index.ts, because nobody
// else has to do with secrets.

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1';

/** 32 bytes for one purpose, from FACET_SECRET. Keys of different purposes tell nothing of each other or of the secret. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `facet ${purpose} 1`, 32));

export type SealErrorCode =
  /** Closed with a secret that this process was not given. */
  | 'unknown-key'
  /** Altered, or moved here from another row. */
  | 'broken';

export class SealError extends FacetError<SealErrorCode> {}

/** Closes texts so that the database does not know them, and opens them again. */
export interface Seal {
  /** @param place of the text; it opens nowhere else */
  close(text: string, place: string): string;
  /** Throws SealError. */
  open(closed: string, place: string): string;
}

/** Where a webhook's secret belongs. */
export const webhookPlace = (organizationId: OrganizationId, id: WebhookId): string =>
  `organizations/${organizationId}/webhooks/${id}`;

/** Where an e-mail that waits belongs. */
export const mailPlace = (id: MailId): string => `mails/${id}`;

export const createWebhookSeal = (secret: string, oldSecrets?: string): Seal =>
  createSeal('webhook secrets', secret, oldSecrets);

/** Of e-mails that wait to be sent, whose links let people in. */
export const createMailSeal = (secret: string, oldSecrets?: string): Seal => createSeal('e-mails', secret, oldSecrets);

/**
 * The seal for one purpose: AES-256-GCM with the place as associated data. What is closed names its key, so that
 * FACET_SECRET can be changed: it closes, and it and the old ones open.
 *
 * @param oldSecrets with spaces between
 */
function createSeal(purpose: string, secret: string, oldSecrets = ''): Seal {
  const keys = new Map<string, Buffer>();
  for (const each of [secret, ...oldSecrets.split(/\s+/)]) {
    const key = deriveKey(each, purpose);
    keys.set(nameOf(key), key);
  }
  const [[current, currentKey]] = [...keys] as [[string, Buffer]];
  return {
    close(text, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, currentKey, nonce).setAAD(Buffer.from(place));
      const bytes = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
      return [FORMAT, current, bytes.toString('base64url')].join('.');
    },
    open(closed, place) {
      const [format, name = '', encoded = ''] = closed.split('.');
      const key = format === FORMAT ? keys.get(name) : undefined;
      if (!key)
        throw new SealError(
          'unknown-key',
          'The secret was sealed with another FACET_SECRET. Name that one in FACET_OLD_SECRETS, or make a new secret.',
        );
      try {
        const bytes = Buffer.from(encoded, 'base64url');
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(place))
          .setAuthTag(bytes.subarray(-TAG_BYTES));
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
        return text.toString();
      } catch (cause) {
        throw new SealError('broken', 'The sealed secret was altered, or is not of this place. Make a new one.', {
          cause,
        });
      }
    },
  };
}

/** Tells keys apart and tells nothing of them. */
const nameOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);
