import { migrate, setRolePassword } from '@facet/db';
import { freePort, startServices, type Manager, type RestartPolicy } from '@facet/services';
import { join } from 'node:path';
import type { Api } from '../demo/access.ts';
import { startApi } from './api.ts';
import { apiPort } from './api-port.ts';
import type { StartOptions } from './options.ts';
import { program } from './program.ts';
import type { Secrets } from './secrets.ts';
import { startWeb, webAddress } from './web.ts';

/** A worker that ends again and again has a reason that restarting does not remove. */
const RESTART: RestartPolicy = { atMost: 5, withinMs: 600_000 };
/** Preparing the graphs of a large model takes minutes, once. */
const MODEL_WITHIN_MS = 1_800_000;
/** A worker lets its activities come to a checkpoint. */
const DRAIN_WITHIN_MS = 8_000;

export interface Up {
  readonly api: Api;
  /** Of the web application, for browsers. */
  readonly webUrl: string;
}

/**
 * Brings up everything, each part when what it needs answers: PostgreSQL, Temporal, migrations, API, workers, the web application.
 * Throws `ServiceError` or `DatabaseError` with what to do.
 */
export async function startStack(
  manager: Manager,
  { workers, dev }: StartOptions,
  secrets: Secrets,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Up> {
  const { PORT, HOST } = environment;
  // Said at once and not after everything else has been started.
  if (PORT) await apiPort(PORT, HOST || '127.0.0.1');
  const web = await webAddress(environment);
  const services = await startServices(manager, environment);
  const shared = await sharedEnvironment(manager.stateDirectory, services, secrets, environment);
  const origins = [web.url, environment['FACET_WEB_ORIGINS']].filter(Boolean).join(',');
  const knowing = { ...shared, FACET_WEB_ORIGINS: origins, FACET_WEB_URL: web.url };
  const api = await startApi(manager, knowing, environment);
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
  await startWeb(manager, web, api, dev, environment);
  return { api, webUrl: web.url };
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
