import { Client } from 'pg';
import { checkUrl, explainConnection } from './explain.ts';

/** A connection of its own for what operators do, shown under this name in pg_stat_activity. Throws `unreachable`, and what `use` throws. */
export async function withClient<Result>(
  name: string,
  databaseUrl: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  checkUrl(databaseUrl);
  const client = new Client({ connectionString: databaseUrl, application_name: name });
  // A server that stops would otherwise end the process through an event that nobody hears.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } catch (error) {
    throw explainConnection(error, databaseUrl);
  } finally {
    await client.end().catch(() => undefined);
  }
}
