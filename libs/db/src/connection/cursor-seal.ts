import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { DatabaseError } from '../errors.ts';
import type { CursorSeal } from './transaction.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Made once for a process: a page has a cursor for each of its rows. */
export const cursorKey = (secret: string): KeyObject =>
  createSecretKey(createHash('sha256').update('facet-cursor\n').update(secret).digest());

const NONCES = 128;
let nonces = Buffer.alloc(0);

/** Random, and never the same bytes again. Drawn many at a time, since a page needs one for each row. */
function nextNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCES * NONCE_BYTES);
  const next = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return next;
}

/**
 * AES-256-GCM over the sort values of the last row, with organisation and list as associated data. So a cursor tells its
 * holder neither other columns nor exact times, cannot be altered, and is refused by another organisation or list.
 */
export function createCursorSeal(key: KeyObject, organizationId: string): CursorSeal {
  const purposes = new Map<string, Buffer>();
  function associated(purpose: string): Buffer {
    const known = purposes.get(purpose) ?? Buffer.from(JSON.stringify([organizationId, purpose]));
    purposes.set(purpose, known);
    return known;
  }
  return {
    seal(purpose, values) {
      const nonce = nextNonce();
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated(purpose));
      const text = Buffer.concat([cipher.update(JSON.stringify(values)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(purpose, cursor) {
      try {
        const bytes = Buffer.from(cursor, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(associated(purpose))
          .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
        return JSON.parse(text.toString()) as unknown[];
      } catch (cause) {
        throw new DatabaseError(
          'invalid-cursor',
          'This page cursor belongs to another list, or its filters have changed. Start from the first page.',
          { cause },
        );
      }
    },
  };
}
