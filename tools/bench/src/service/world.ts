import { connect, type Database } from '@facet/db';
import { startStack, type ServerProcess, type Stack } from '@facet/stack';
import { Client, Pool } from 'pg';
import { signUp } from './people.ts';
import { recordOperations, type Recordings } from './record.ts';
import { fillLibraries } from './seed.ts';
import type { Tenant } from './tenant.ts';

type Urls = Pick<Stack, 'appUrl' | 'opsUrl'>;

/** The service with organisations that have something. */
export interface World {
  readonly stack: Stack;
  readonly api: ServerProcess;
  readonly database: Database;
  readonly tenants: readonly Tenant[];
  /** What the API sends to PostgreSQL for the first tenant. */
  readonly recordings: Recordings;
  /** A copy of the database as it was at the beginning, whose tables have no row security. */
  readonly unprotected: Urls;
}

export const SIZE = { organizations: 20, libraries: 4, tokens: 50 } as const;

export async function openWorld(): Promise<World> {
  const stack = await startStack({ environment: { FACET_INTROSPECTION: 'false' } });
  try {
    const tenants = await fill(stack);
    const recordings = await recordOperations(stack, tenants[0]!);
    const unprotected = await copyUnprotected(stack);
    const api = await stack.startApi();
    const database = await connect(stack.appUrl);
    stack.defer(() => database.close());
    return { stack, api, database, tenants, recordings, unprotected };
  } catch (error) {
    await stack.close();
    throw error;
  }
}

async function fill(stack: Stack): Promise<Tenant[]> {
  const admin = new Pool({ connectionString: stack.adminUrl, max: 1 });
  const database = await connect(stack.appUrl);
  const api = await stack.startApi();
  try {
    const tenants: Tenant[] = [];
    for (let i = 0; i < SIZE.organizations; i++) {
      const person = await signUp(api.url);
      tenants.push({ person, library: await fillLibraries(database, person, SIZE) });
    }
    await admin.query('vacuum analyze');
    return tenants;
  } finally {
    await api.stop();
    await Promise.all([admin.end(), database.close()]);
  }
}

const COPY = 'facet_unprotected';

/** Nobody may be connected to a database that is copied. */
async function copyUnprotected({ adminUrl, appUrl, opsUrl }: Stack): Promise<Urls> {
  await run(at(adminUrl, 'postgres'), `create database ${COPY} template ${new URL(adminUrl).pathname.slice(1)}`);
  await run(
    at(adminUrl, COPY),
    `do $$ declare t regclass; begin
       for t in select oid from pg_class where relrowsecurity loop
         execute format('alter table %s disable row level security', t);
         execute format('alter table %s no force row level security', t);
       end loop;
     end $$`,
  );
  await run(at(adminUrl, COPY), 'vacuum analyze');
  return { appUrl: at(appUrl, COPY), opsUrl: at(opsUrl, COPY) };
}

function at(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
