import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { StorageError } from '../errors.ts';
import { assertKey, contentTypeOf } from '../keys.ts';
import { assertExpiry, assertSize } from '../ranges.ts';
import { signingWindow } from '../window.ts';
import type { DownloadOptions, SignedDownload, SignedUpload } from '../types.ts';

export interface UploadGrant {
  readonly key: string;
  readonly sizeBytes: number;
}

export interface DownloadGrant {
  readonly key: string;
  readonly fileName: string;
  readonly disposition: 'inline' | 'attachment';
  readonly expiresAt: Date;
}

export interface Links {
  upload(key: string, sizeBytes: number, expiresInSeconds: number): SignedUpload;
  download(key: string, options: DownloadOptions): SignedDownload;
  /**
   * @param path of a PUT request with its query, as it came
   * @throws StorageError `bad-signature`, `expired`
   */
  verifyUpload(path: string): UploadGrant;
  /**
   * @param path of a GET or HEAD request with its query, as it came
   * @throws StorageError `bad-signature`, `expired`
   */
  verifyDownload(path: string): DownloadGrant;
}

/** Part of what is signed, so that the secret's signatures for other things are none here, and the format can change. */
const PURPOSE = 'facet file address 1';
const MIN_SECRET_LENGTH = 32;

/**
 * Addresses below `baseUrl` that `fileHandler` serves. Method, key (which decides the media type), expiry, size, file
 * name and disposition are under an HMAC-SHA256: nothing of them can be changed without the secret, and verifying asks
 * no database.
 *
 * @param secret at least 32 characters of randomness, the same in every process that signs or serves
 * @param baseUrl where the handler is mounted, seen from outside, such as `https://api.example.com/files`
 * @throws StorageError `misconfigured` if the secret is too short
 */
export function createLinks(secret: string, baseUrl: string): Links {
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new StorageError(
      'misconfigured',
      `The secret for file addresses has ${secret.length} characters; give at least ${MIN_SECRET_LENGTH} random ones.`,
    );
  }
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  const signingKey = createSecretKey(Buffer.from(secret));

  const signature = (method: 'PUT' | 'GET', key: string, terms: Record<string, string>): Buffer =>
    createHmac('sha256', signingKey)
      .update(JSON.stringify([PURPOSE, method, key, terms]))
      .digest();

  const sign = (
    method: 'PUT' | 'GET',
    key: string,
    terms: Record<string, string>,
    { from, lastsSeconds }: ReturnType<typeof signingWindow>,
  ) => {
    assertKey(key);
    assertExpiry(lastsSeconds);
    const expires = from + lastsSeconds;
    const signed = { expires: String(expires), ...terms };
    // By hand, since a page has a hundred: a key has no character that an address writes in another way.
    const query = Object.entries(signed).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const url = `${base.href}${key}?${query.join('&')}&signature=${signature(method, key, signed).toString('base64url')}`;
    return { url, expiresAt: new Date(expires * 1000) };
  };

  const verify = (method: 'PUT' | 'GET', path: string) => {
    const { pathname, searchParams } = URL.parse(path, base.origin) ?? base;
    const key = pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : '';
    const { signature: text = '', ...terms } = Object.fromEntries(searchParams);
    const given = Buffer.from(text, 'base64url');
    const right = signature(method, key, terms);
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new StorageError('bad-signature', 'This address was not signed here or was changed; ask for a new one.');
    }
    if (Date.now() >= Number(terms['expires']) * 1000) {
      throw new StorageError('expired', 'This address has expired; ask for a new one.');
    }
    return { key, terms };
  };

  return {
    upload(key, sizeBytes, expiresInSeconds) {
      assertSize(sizeBytes);
      const signed = sign('PUT', key, { size: String(sizeBytes) }, signingWindow(expiresInSeconds));
      return { ...signed, method: 'PUT', headers: { 'content-type': contentTypeOf(key) } };
    },
    download(key, { expiresInSeconds, steadySeconds, fileName, disposition = 'attachment' }) {
      const terms = { name: fileName.toWellFormed(), disposition };
      return sign('GET', key, terms, signingWindow(expiresInSeconds, steadySeconds));
    },
    verifyUpload(path) {
      const { key, terms } = verify('PUT', path);
      return { key, sizeBytes: Number(terms['size']) };
    },
    verifyDownload(path) {
      const { key, terms } = verify('GET', path);
      const disposition = terms['disposition'] === 'inline' ? 'inline' : 'attachment';
      return { key, fileName: terms['name'] ?? '', disposition, expiresAt: new Date(Number(terms['expires']) * 1000) };
    },
  };
}
