import { DatabaseError } from '../errors.ts';

/** Codes of Postgres and of Node's sockets that mean the address or the credentials are wrong, and what to do. */
const REMEDIES: Record<string, string> = {
  ECONNREFUSED: 'Nobody listens there. Start the server, or correct host and port.',
  ENOTFOUND: 'The host name is unknown. Correct it.',
  EAI_AGAIN: 'The host name cannot be looked up. Correct it, or check the network.',
  ETIMEDOUT: 'The server does not answer. Check host, port and firewall.',
  '28P01': 'The password is wrong, or the user does not exist. Correct them.',
  '28000': 'The server refuses this user from here. Check its pg_hba.conf.',
  '3D000': 'The database does not exist. Create it: createdb <name>.',
};

/** The address without its password, for messages. */
export function publicUrl(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    if (url.password) url.password = '***';
    return url.href;
  } catch {
    return 'the given address';
  }
}

/** Checks the form of a database's address. Throws `unreachable`. */
export function checkUrl(databaseUrl: string): void {
  let protocol: string | undefined;
  try {
    protocol = new URL(databaseUrl).protocol;
  } catch {
    protocol = undefined;
  }
  if (protocol !== 'postgres:' && protocol !== 'postgresql:')
    throw new DatabaseError(
      'unreachable',
      'DATABASE_URL is no PostgreSQL address. It looks like postgres://user:password@host:5432/database; without it, Facet starts a server of its own.',
    );
}

/** Turns what went wrong while connecting into `unreachable` with a remedy; anything else stays as it is. */
export function explainConnection(error: unknown, databaseUrl: string): unknown {
  const code = firstCode(error);
  if (code === undefined || !(code in REMEDIES)) return error;
  return new DatabaseError('unreachable', `Cannot connect to ${publicUrl(databaseUrl)} (${code}). ${REMEDIES[code]}`, {
    cause: error,
  });
}

/** Node wraps the failures of several addresses into one error. */
function firstCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return firstCode(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
