import { texts } from '../texts/texts.ts';
import { signInAgain } from './sign-in-again.ts';

/** What better-auth answers, under the application's own address. */
export type AuthAnswer<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly status: number; readonly code: string; readonly message: string };

interface Refusal {
  readonly code?: string;
}

async function ask<Data>(path: string, init: RequestInit): Promise<AuthAnswer<Data>> {
  try {
    const response = await fetch(`/api/auth/${path}`, init);
    const body: unknown = await response.json().catch(() => ({}));
    if (response.ok) return { ok: true, data: body as Data };
    const { code = '' } = (body ?? {}) as Refusal;
    if (code === 'UNAUTHORIZED') {
      await signInAgain();
      return await ask(path, init);
    }
    return { ok: false, status: response.status, code, message: sayOf(response.status, code) };
  } catch {
    return { ok: false, status: 0, code: '', message: texts.refusals.unreachable() };
  }
}

export const postAuth = <Data = unknown>(path: string, body: object = {}): Promise<AuthAnswer<Data>> =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

export const getAuth = <Data>(path: string): Promise<AuthAnswer<Data>> => ask(path, {});

function sayOf(status: number, code: string): string {
  const { account, refusals, settings } = texts;
  if (status === 429) return account.tooMany;
  if (status >= 500) return refusals.unreachable();
  switch (code) {
    case 'INVALID_EMAIL_OR_PASSWORD':
    case 'INVALID_EMAIL':
      return account.wrongPassword;
    case 'INVALID_PASSWORD':
      return settings.wrongCurrent;
    case 'USER_ALREADY_EXISTS':
    case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
      return account.emailTaken;
    case 'PASSWORD_TOO_SHORT':
      return account.passwordTooShort;
    case 'INVALID_TOKEN':
    case 'TOKEN_EXPIRED':
      return account.linkSpent;
    default:
      return account.failed;
  }
}
