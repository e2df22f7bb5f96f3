import { setTimeout } from 'node:timers/promises';

/** Where the time of an answer would tell whether an address has an account, none comes sooner than this. */
const LEAST_MS = 250;
const TIMED = new Set(['/sign-up/email', '/request-password-reset', '/send-verification-email']);

/** better-auth's codes for a sign-in that is refused. The second would say that nobody had registered the address before. */
const REFUSALS = new Set(['INVALID_EMAIL_OR_PASSWORD', 'EMAIL_NOT_VERIFIED']);
const REFUSED = {
  code: 'INVALID_EMAIL_OR_PASSWORD',
  message: 'Wrong address or password, or the address is not confirmed yet: then a new link is on its way to it.',
};

/** An answer of better-auth that does not tell who has an account, neither by what it says nor by when. */
export async function uniform(path: string, work: Promise<Response>): Promise<Response> {
  const [answer] = await Promise.all([work, setTimeout(TIMED.has(path) ? LEAST_MS : 0)]);
  if (path !== '/sign-in/email' || answer.ok) return answer;
  const { code } = (await answer
    .clone()
    .json()
    .catch(() => ({}))) as { code?: string };
  if (code === undefined || !REFUSALS.has(code)) return answer;
  return Response.json(REFUSED, { status: 401 });
}
