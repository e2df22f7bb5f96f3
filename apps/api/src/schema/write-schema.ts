import { lexicographicSortSchema, printSchema } from 'graphql';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schema } from './index.ts';

/** `npm run schema -w @facet/api`: writes the committed schema.graphql, which clients generate their types from. */
writeFileSync(
  fileURLToPath(new URL('../../schema.graphql', import.meta.url)),
  `${printSchema(lexicographicSortSchema(schema))}\n`,
);
