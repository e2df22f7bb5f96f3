import { createHmac, timingSafeEqual } from 'node:crypto';
import { unescape } from 'node:querystring';

/** How better-auth gives a session to a browser: `<token>.<HMAC-SHA256 of it in base64>`. */
export interface SessionCookie {
  readonly name: string;
  readonly secret: string;
}

/** The session's token out of a request's cookies. Undefined when there is none, or its signature is not ours. */
export function sessionToken({ name, secret }: SessionCookie, cookies: string): string | undefined {
  const pairs = cookies.split(';').map((pair) => pair.trim());
  const value = unescape(pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '');
  const end = value.lastIndexOf('.');
  if (end < 1) return undefined;
  const token = value.slice(0, end);
  const given = Buffer.from(value.slice(end + 1));
  const right = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
  return given.length === right.length && timingSafeEqual(given, right) ? token : undefined;
}
