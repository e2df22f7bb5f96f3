import { Client, DatabaseError } from 'pg';
import { ServiceError } from '../errors.ts';

const ANSWER_MS = 10_000;
const OLDEST_VERSION = 15;

/**
 * Makes sure that the database which DATABASE_URL names answers and is recent enough.
 * Throws `ServiceError` `unreachable`, which says what is wrong and what to do, and never shows the password.
 */
export async function checkDatabaseUrl(url: string): Promise<void> {
  const { where, database, user } = describe(url);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
    const version = Math.floor(Number(rows[0]?.version) / 10_000);
    if (version < OLDEST_VERSION)
      throw unreachable(`${where} is PostgreSQL ${version}; Facet needs ${OLDEST_VERSION} or newer`);
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw unreachable(`${where}: ${explain(error, database, user)}`, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function describe(url: string): { where: string; database: string; user: string } {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw unreachable('DATABASE_URL is no URL; it has the form postgres://user:password@host:5432/database');
  }
  if (!['postgres:', 'postgresql:'].includes(parsed.protocol))
    throw unreachable(`DATABASE_URL begins with ${parsed.protocol}// and not with postgres://`);
  const [database, user] = [parsed.pathname.slice(1), parsed.username].map(decodeURIComponent);
  return { where: `DATABASE_URL (${user}@${parsed.host}/${database})`, database: database!, user: user! };
}

/** What happened, and what to do about it, by PostgreSQL's error codes and those of the system. */
function explain(error: unknown, database: string, user: string): string {
  const { code, message } = error as { code?: string; message: string };
  // Node gathers the failures of all addresses of a host in one error whose message is empty.
  const why = message || ((error as AggregateError).errors?.[0] as Error | undefined)?.message || String(code);
  if (error instanceof DatabaseError && (code === '28P01' || code === '28000'))
    return `${why}. Check the user and the password`;
  if (code === '3D000') return `${why}. Make it with: createdb ${database}`;
  if (code === '42501') return `${why}. Give ${user} the right to connect`;
  if (code === 'ENOTFOUND') return `${why}. Check the host`;
  return `${why}. Check that the server runs and that host and port are right`;
}

const unreachable = (what: string, cause?: unknown): ServiceError =>
  new ServiceError(
    'unreachable',
    `${what}. Correct DATABASE_URL, or unset it, and Facet starts a PostgreSQL of its own.`,
    { cause },
  );
