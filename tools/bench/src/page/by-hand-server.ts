/**
 * What the API is compared with: a page of tokens as a careful engineer writes it with Fastify and pg and nothing between them. The same
 * session check, row security, fields and JSON; one statement for the session and one for the page with its count.
 * Environment: PORT, APP_URL, OPS_URL, FACET_SECRET.
 */
import { createLinks } from '@facet/storage';
import Fastify from 'fastify';
import { createCipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { createSessionCheck, type Asker } from './session-check.ts';

const { PORT, APP_URL, OPS_URL, FACET_SECRET } = process.env;
/** As many connections as the API has. */
const app = new Pool({ connectionString: APP_URL, max: 10 });
const identify = createSessionCheck(new Pool({ connectionString: OPS_URL, max: 5 }), FACET_SECRET!);
const links = createLinks('the secret of addresses, which is long enough', `http://127.0.0.1:${PORT}/files`);
const cursorKey = createSecretKey(Buffer.from(hkdfSync('sha256', FACET_SECRET!, '', 'cursors', 32)));

const PAGE = `
  select token.id, token.name, attribute, version, token.created_at as "createdAt", object_word as "objectWord",
    model_name as "modelName", palette, preview_key as "previewKey", library.id as "libraryId", library.name as "libraryName",
    (select count(*)::int from facet.attribute_token every
      where every.organization_id = library.organization_id and every.library_id = library.id and every.is_latest) as total
  from facet.library
  join facet.attribute_token token on token.organization_id = library.organization_id and token.library_id = library.id and token.is_latest
  where library.id = $1
  order by token.created_at desc, token.id desc
  limit $2`;

interface Row {
  id: string;
  name: string;
  attribute: string;
  version: number;
  createdAt: Date;
  objectWord: string;
  modelName: string;
  palette: { name: string; share: number }[];
  previewKey: string | null;
  libraryId: string;
  libraryName: string;
  total: number;
}

const globalId = (kind: string, id: string): string => Buffer.from(`${kind}:${id}`).toString('base64url');

function sealed(organizationId: string, { createdAt, id }: Row): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', cursorKey, nonce).setAAD(Buffer.from(organizationId));
  const text = Buffer.concat([cipher.update(JSON.stringify([createdAt, id])), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

async function rowsOf({ organizationId, userId }: Asker, values: readonly unknown[]): Promise<Row[]> {
  const client = await app.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.organization_id', $1, true), set_config('app.reader', $2, true)`, [
      organizationId,
      `user:${userId}`,
    ]);
    const { rows } = await client.query<Row>(PAGE, [...values]);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const server = Fastify();
server.get('/healthz', () => ({ status: 'ok' }));
server.post<{ Body: { library: string; first: number } }>(
  '/page',
  {
    schema: {
      body: {
        type: 'object',
        required: ['library', 'first'],
        properties: { library: { type: 'string' }, first: { type: 'integer', minimum: 1, maximum: 100 } },
      },
    },
  },
  async ({ headers, body: { library, first } }, reply) => {
    const asker = await identify(headers.cookie);
    if (!asker) return reply.code(401).send({ message: 'Sign in.' });
    const libraryId = /^Library:([0-9a-f-]{36})$/.exec(Buffer.from(library, 'base64url').toString())?.[1];
    if (libraryId === undefined) return reply.code(404).send({ message: 'There is no such library.' });
    const rows = await rowsOf(asker, [libraryId, first + 1]);
    const edges = rows.slice(0, first).map((row) => ({
      cursor: sealed(asker.organizationId, row),
      node: {
        id: globalId('Token', row.id),
        name: row.name,
        attribute: row.attribute.toUpperCase(),
        version: row.version,
        createdAt: row.createdAt,
        objectWord: row.objectWord,
        modelName: row.modelName,
        palette: row.palette,
        preview: row.previewKey && {
          url: links.download(row.previewKey, {
            expiresInSeconds: 900,
            fileName: `${row.name}.png`,
            disposition: 'inline',
          }).url,
        },
        library: { id: globalId('Library', row.libraryId), name: row.libraryName },
      },
    }));
    const pageInfo = { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null };
    return { data: { tokens: { edges, pageInfo, totalCount: rows[0]?.total ?? 0 } } };
  },
);
await server.listen({ host: '127.0.0.1', port: Number(PORT) });
