import { migrate, setRolePassword } from '@facet/db';
import { freePort, startServices, type Manager, type RestartPolicy } from '@facet/services';
import { join } from 'node:path';
import type { Api } from '../demo/access.ts';
import { startApi } from './api.ts';
import { apiPort } from './api-port.ts';
import type { StartOptions } from './options.ts';
import { program } from './program.ts';
import type { Secrets } from './secrets.ts';

/** A worker that ends again and again has a reason that restarting does not remove. */
const RESTART: RestartPolicy = { atMost: 5, withinMs: 600_000 };
/** Preparing the graphs of a large model takes minutes, once. */
const MODEL_WITHIN_MS = 1_800_000;
/** A worker lets its activities come to a checkpoint. */
const DRAIN_WITHIN_MS = 8_000;

/**
 * Brings up everything, each part when what it needs answers: PostgreSQL, Temporal, migrations, API, workers.
 * Throws `ServiceError` or `DatabaseError` with what to do.
 */
export async function startStack(
  manager: Manager,
  { workers }: StartOptions,
  secrets: Secrets,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Api> {
  const { PORT, HOST } = environment;
  // Said at once and not after everything else has been started.
  if (PORT) await apiPort(PORT, HOST || '127.0.0.1');
  const services = await startServices(manager, environment);
  const shared = await sharedEnvironment(manager.stateDirectory, services, secrets, environment);
  const api = await startApi(manager, shared, environment);
  for (let i = 1; i <= workers; i++) {
    const workerPort = await freePort();
    await manager.start({
      ...program(workers === 1 ? 'worker' : `worker-${i}`, 'apps/worker/src/main.ts'),
      env: { ...shared, WORKER_HOST: '127.0.0.1', WORKER_PORT: String(workerPort) },
      health: `http://127.0.0.1:${workerPort}/healthz`,
      healthyWithinMs: MODEL_WITHIN_MS,
      stopWithinMs: DRAIN_WITHIN_MS,
      restart: RESTART,
    });
  }
  return api;
}

/** Migrates, and gives the API and the workers what both need. The address of the owner stays here. */
async function sharedEnvironment(
  stateDirectory: string,
  { databaseUrl, temporalAddress }: Awaited<ReturnType<typeof startServices>>,
  { appPassword, opsPassword, facetSecret }: Secrets,
  { FACET_SECRET: secret, FACET_STORAGE: storage }: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  await migrate(databaseUrl);
  return {
    DATABASE_URL: '',
    DATABASE_APP_URL: await setRolePassword(databaseUrl, 'facet_app', appPassword),
    DATABASE_OPS_URL: await setRolePassword(databaseUrl, 'facet_ops', opsPassword),
    TEMPORAL_ADDRESS: temporalAddress,
    FACET_SECRET: secret || facetSecret,
    FACET_STORAGE: storage || join(stateDirectory, 'storage'),
  };
}
