/**
 * What the API is compared with: Fastify and pg, and nothing between them. POST /<name> sends the recorded statements of an
 * operation and answers with the rows. Environment: PORT, APP_URL and OPS_URL, RECORDINGS (a JSON file).
 */
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { Pool } from 'pg';
import { replay, type Recording } from './replay.ts';

const { PORT, APP_URL, OPS_URL, RECORDINGS } = process.env;
/** As many connections as the API has. */
const SIZE = 10;

const pools = {
  facet_app: new Pool({ connectionString: APP_URL, max: SIZE }),
  facet_ops: new Pool({ connectionString: OPS_URL, max: SIZE }),
};
const recordings = JSON.parse(readFileSync(RECORDINGS!, 'utf8')) as Record<string, Recording>;

const app = Fastify();
app.get('/healthz', () => ({ status: 'ok' }));
for (const [name, recording] of Object.entries(recordings))
  app.post(`/${name}`, async () => ({ rows: await replay(pools, recording) }));
await app.listen({ host: '127.0.0.1', port: Number(PORT) });
