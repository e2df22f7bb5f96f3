import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fingerprint } from '@facet/contracts';
import { migrate, setRolePassword } from '@facet/db';
import { freePort, startPostgres, startProcess, startTemporal, type Running } from '@facet/services';
import { ROOT } from '../environment.ts';

/** What the stack starts, for results. */
export const SERVERS = { postgres: '18.4', temporal: 'CLI 1.5.1, server 1.29.1' };

/** The servers that the service needs, in a folder that goes with them. */
export interface Stack {
  readonly folder: string;
  /** Where the API and the worker keep objects. */
  readonly objects: string;
  /** As superuser. */
  readonly adminUrl: string;
  /** As facet_app and as facet_ops. */
  readonly appUrl: string;
  readonly opsUrl: string;
  readonly temporalAddress: string;
  /** Ends them, what was started last first. */
  close(): Promise<void>;
  /** Ends something else with them. */
  defer(end: () => Promise<unknown>): void;
}

/** PostgreSQL, migrated and without waiting for the disk, and Temporal. */
export async function startStack({ fairness = true } = {}): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-bench-'));
  const ends: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const postgres = await startPostgres({ dataDirectory: join(folder, 'postgres'), durable: false });
    ends.push(() => postgres.stop());
    const temporal = await startTemporal({ databaseFile: join(folder, 'temporal.db'), fairness, say: console.error });
    ends.push(() => temporal.stop());
    await migrate(postgres.url);
    return {
      folder,
      objects: join(folder, 'objects'),
      adminUrl: postgres.url,
      appUrl: await setRolePassword(postgres.url, 'facet_app', 'app-password'),
      opsUrl: await setRolePassword(postgres.url, 'facet_ops', 'ops-password'),
      temporalAddress: temporal.address,
      close,
      defer: (end) => ends.push(end),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface Process extends Running {
  readonly url: string;
}

const SECRET = 'a secret of the benchmark, which is long enough';

/** The API as production runs it, except that it does not limit sign-ups. Budgets are so large that no operation is refused. */
export const startApi = (stack: Stack, urls: Pick<Stack, 'appUrl' | 'opsUrl'> = stack): Promise<Process> =>
  startServer('api', ['apps/api/src/main.ts'], {
    DATABASE_APP_URL: urls.appUrl,
    DATABASE_OPS_URL: urls.opsUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    FACET_SECRET: SECRET,
    FACET_STORAGE: stack.objects,
    FACET_INTROSPECTION: 'false',
    FACET_COST_CAPACITY: '1000000000',
    FACET_COST_REFILL_PER_SECOND: '1000000',
  });

/** A worker with the real workflows and caps whose engine does nothing for 50 ms at a time. */
export const startIdleWorker = (stack: Stack, fingerprint: Fingerprint): Promise<Process> =>
  startServer('worker', ['apps/worker/test/idle-engine-worker.ts'], {
    DATABASE_APP_URL: stack.appUrl,
    DATABASE_OPS_URL: stack.opsUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    FACET_SECRET: SECRET,
    FACET_STORAGE: stack.objects,
    FINGERPRINT: fingerprint,
  });

/** A program of ours that serves HTTP on PORT and answers /healthz. */
export async function startServer(
  name: string,
  args: readonly [program: string, ...rest: string[]],
  environment: Readonly<Record<string, string>>,
): Promise<Process> {
  const [program, ...rest] = args;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const running = await startProcess({
    name,
    command: process.execPath,
    args: [join(ROOT, program), ...rest],
    env: { ...environment, PORT: String(port), WORKER_PORT: String(port) },
    health: `${url}/healthz`,
  });
  return { ...running, url };
}
