import { join } from 'node:path';
import { checkDatabaseUrl } from './postgres/check-url.ts';
import { startPostgres } from './postgres/start.ts';
import type { Manager } from './processes/manager.ts';
import { checkTemporalAddress } from './temporal/check-address.ts';
import { startTemporal } from './temporal/start.ts';

export interface Services {
  /** Of a user that may make roles and schemas: for migrations. */
  readonly databaseUrl: string;
  /** `host:port`, as Temporal's SDKs take it. */
  readonly temporalAddress: string;
}

/**
 * Brings up PostgreSQL and Temporal under the manager, with their data in its state folder, and says where they listen. What
 * DATABASE_URL or TEMPORAL_ADDRESS names is used instead, after a look whether it answers; it is not ended with the rest.
 * Throws `ServiceError` with what to do.
 */
export async function startServices(
  manager: Manager,
  { DATABASE_URL, TEMPORAL_ADDRESS }: NodeJS.ProcessEnv = process.env,
): Promise<Services> {
  if (DATABASE_URL) await checkDatabaseUrl(DATABASE_URL);
  if (TEMPORAL_ADDRESS) await checkTemporalAddress(TEMPORAL_ADDRESS);
  return {
    databaseUrl: DATABASE_URL || (await ownPostgres(manager)),
    temporalAddress: TEMPORAL_ADDRESS || (await ownTemporal(manager)),
  };
}

async function ownPostgres(manager: Manager): Promise<string> {
  const dataDirectory = join(manager.stateDirectory, 'postgres');
  const { url, port } = await manager.adopt('postgres', (context) => startPostgres({ dataDirectory, ...context }), {
    quiet: true,
  });
  manager.say('postgres', `PostgreSQL listens on 127.0.0.1:${port}`);
  return url;
}

async function ownTemporal(manager: Manager): Promise<string> {
  const databaseFile = join(manager.stateDirectory, 'temporal', 'temporal.db');
  const { address } = await manager.adopt('temporal', (context) => startTemporal({ databaseFile, ...context }), {
    quiet: true,
  });
  manager.say('temporal', `Temporal listens on ${address}`);
  return address;
}
