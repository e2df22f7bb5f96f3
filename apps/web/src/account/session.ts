import 'server-only';
import { API_URL } from '../environment.ts';
import { askersHeaders } from './asker.ts';

/** What better-auth answers to who has this request's cookies; undefined for a refusal. */
export async function readAuth<Data>(path: string): Promise<Data | undefined> {
  const response = await fetch(`${API_URL}/api/auth/${path}`, { headers: await askersHeaders(), cache: 'no-store' });
  if (!response.ok) return undefined;
  return ((await response.json()) as Data | null) ?? undefined;
}

export interface AuthSession {
  readonly session: { readonly id: string; readonly token: string };
  readonly user: { readonly name: string; readonly email: string; readonly emailVerified: boolean };
}

export const readSession = (): Promise<AuthSession | undefined> => readAuth('get-session');
