import { startPostgres, type Postgres, type PostgresOptions } from '@facet/services';
import { migrate, setRolePassword } from '../src/index.ts';

export interface MigratedPostgres extends Postgres {
  /** Of the roles of run time; `url` is the superuser's. */
  readonly appUrl: string;
  readonly opsUrl: string;
}

/**
 * For tests: PostgreSQL with a migrated database `facet`, not durable unless asked. Started again on the same folder and port,
 * it has the same addresses.
 */
export async function startMigratedPostgres(
  options: Pick<PostgresOptions, 'dataDirectory' | 'port' | 'durable'>,
): Promise<MigratedPostgres> {
  const postgres = await startPostgres({ durable: false, ...options });
  await migrate(postgres.url);
  return {
    ...postgres,
    appUrl: await setRolePassword(postgres.url, 'facet_app', 'app-password'),
    opsUrl: await setRolePassword(postgres.url, 'facet_ops', 'ops-password'),
  };
}
