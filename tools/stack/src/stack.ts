import { startMigratedPostgres } from '@facet/db/testing';
import { startTemporal } from '@facet/services';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restartable, type RestartableServer } from './restartable.ts';
import { startServer, type Environment, type ServerProcess } from './server-process.ts';

export interface StackOptions {
  /** Whether commits outlive an end of PostgreSQL; by default not, which is faster. */
  readonly durable?: boolean;
  /** Whether Temporal lets organisations take turns; by default it does. */
  readonly fairness?: boolean;
  /** Variables of the API and of workers, in place of those that they get here. */
  readonly environment?: Environment;
}

/** PostgreSQL and Temporal, and the programs of the service on them. */
export interface Stack {
  /** Goes with the stack. */
  readonly folder: string;
  /** As superuser. */
  readonly adminUrl: string;
  /** As facet_app and as facet_ops. */
  readonly appUrl: string;
  readonly opsUrl: string;
  readonly temporalAddress: string;
  /** What the API and workers are given. */
  readonly environment: Environment;
  readonly postgres: RestartableServer;
  readonly temporal: RestartableServer;
  /** @param port by default a free one */
  startApi(more?: Environment, port?: number): Promise<ServerProcess>;
  /** @param program from the repository's root, in place of the real worker */
  startWorker(more?: Environment, program?: string): Promise<ServerProcess>;
  /** The web application over an API, whose FACET_WEB_ORIGINS has to name its address. @param port which that is */
  startWeb(api: ServerProcess, port: number): Promise<ServerProcess>;
  /** Ends something else with them, before what was there before it. */
  defer(end: () => Promise<unknown>): void;
  /** Ends all of it, what was started last first. */
  close(): Promise<void>;
}

/** Starts PostgreSQL, with a migrated database, and Temporal. */
export async function startStack({ durable = false, fairness = true, ...more }: StackOptions = {}): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-stack-'));
  const ends: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const dataDirectory = join(folder, 'postgres');
    const startDatabase = (port?: number) =>
      startMigratedPostgres({ dataDirectory, durable, ...(port !== undefined && { port }) });
    const database = await startDatabase();
    const { url: adminUrl, appUrl, opsUrl } = database;
    const postgres = restartable(database, () => startDatabase(database.port));
    ends.push(() => postgres.stop());

    const temporalOptions = { databaseFile: join(folder, 'temporal.db'), fairness, say: console.error };
    const workflows = await startTemporal(temporalOptions);
    const { address: temporalAddress } = workflows;
    const port = Number(temporalAddress.split(':')[1]);
    const temporal = restartable(workflows, () => startTemporal({ ...temporalOptions, port }));
    ends.push(() => temporal.stop());

    const environment: Environment = {
      DATABASE_URL: '',
      DATABASE_APP_URL: appUrl,
      DATABASE_OPS_URL: opsUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      FACET_SECRET: 'a secret of the tests, which is long enough',
      FACET_STORAGE: join(folder, 'objects'),
      // No operation is refused for its cost where nobody asks for that.
      FACET_COST_CAPACITY: '1000000000',
      FACET_COST_REFILL_PER_SECOND: '1000000',
      // And everybody comes from one address.
      FACET_CONNECTIONS_PER_ADDRESS: '5000',
      FACET_SOCKETS_PER_ADDRESS: '5000',
      FACET_POINTS_PER_ADDRESS: '1000000',
      FACET_REQUESTS_PER_ADDRESS: '500',
      // Small and known by its factors, whatever the bundled model is.
      FACET_MODELS: join(import.meta.dirname, '..', '..', '..', 'models', 'demo'),
      FACET_DEVICE: 'cpu',
      ...more.environment,
    };
    const kept = async (starting: Promise<ServerProcess>): Promise<ServerProcess> => {
      const server = await starting;
      ends.push(() => server.stop());
      return server;
    };
    return {
      folder,
      adminUrl,
      appUrl,
      opsUrl,
      temporalAddress,
      environment,
      postgres,
      temporal,
      startApi: (own = {}, port) =>
        kept(
          startServer(
            'api',
            'apps/api/src/main.ts',
            { ...environment, ...own },
            { health: '/readyz', ...(port !== undefined && { port }) },
          ),
        ),
      startWorker: (own = {}, program = 'apps/worker/src/main.ts') =>
        kept(startServer('worker', program, { ...environment, ...own })),
      startWeb: (api, port) =>
        kept(startServer('web', 'apps/web/server/main.ts', { FACET_API_URL: api.url }, { port })),
      defer: (end) => void ends.push(end),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
