/**
 * What else the API is compared with: PostGraphile on the same tables, as the same role under the same row security, with the session check
 * of the server that is written by hand. Environment: PORT, APP_URL, OPS_URL, FACET_SECRET.
 */
// This folder is part of tools/bench, and a package only so that nobody else has to install PostGraphile.
/* oxlint-disable facet/module-boundaries, facet/query-doors */
import { createServer } from 'node:http';
import { createLinks } from '@facet/storage';
import { lambda } from 'grafast';
import { grafserv } from 'postgraphile/grafserv/node';
import { Pool } from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { extendSchema, gql, jsonPgSmartTags } from 'postgraphile/utils';
import { createSessionCheck } from '../src/page/session-check.ts';

const { PORT, APP_URL, OPS_URL, FACET_SECRET } = process.env;
const identify = createSessionCheck(new Pool({ connectionString: OPS_URL, max: 5 }), FACET_SECRET);
const links = createLinks('the secret of addresses, which is long enough', `http://127.0.0.1:${PORT}/files`);

/** By itself PostGraphile filters only by columns that an index begins with. */
const filtered = { tags: { behavior: '+attribute:filterBy' } };
const tags = jsonPgSmartTags({
  version: 1,
  config: {
    attribute: { 'facet.attribute_token.library_id': filtered, 'facet.attribute_token.is_latest': filtered },
  },
});

const preview = extendSchema({
  typeDefs: gql`
    type Preview {
      url: String!
    }
    extend type AttributeToken {
      preview: Preview
    }
  `,
  objects: {
    AttributeToken: {
      plans: {
        preview: (token) =>
          lambda([token.get('preview_key'), token.get('name')], ([key, name]) =>
            key === null
              ? null
              : links.download(key, { expiresInSeconds: 900, fileName: `${name}.png`, disposition: 'inline' }),
          ),
      },
    },
  },
});

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [tags, preview],
  // As many connections as the API has.
  pgServices: [makePgService({ connectionString: APP_URL, schemas: ['facet'], poolConfig: { max: 10 } })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: async ({ node }) => {
      const asker = await identify(node?.req.headers.cookie);
      if (!asker) throw new Error('Sign in.');
      return { pgSettings: { 'app.organization_id': asker.organizationId, 'app.reader': `user:${asker.userId}` } };
    },
  },
});

const answer = instance.createServ(grafserv).createHandler();
createServer((request, response) => (request.url === '/healthz' ? response.end() : answer(request, response))).listen(
  Number(PORT),
  '127.0.0.1',
);
