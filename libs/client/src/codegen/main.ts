#!/usr/bin/env node
import { globSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DOCUMENT_FORMS, type DocumentForm } from './documents.ts';
import { staleModules, writeModules } from './files.ts';
import type { OperationsOptions } from './generate.ts';

const usage = `Usage: facet-operations --schema <schema.graphql> --types <module.ts> [options] <files...>
Writes a TypeScript module beside each .graphql file: typed documents of its operations.

  <files...>           paths or patterns, such as 'src/**/*.graphql'
  --schema <file>      the API's schema
  --types <module>     gets the enums and inputs, which the modules share
  --form text|tree     text for @facet/client (default), syntax trees for Apollo Client or urql
  --client <name>      where text modules import TypedDocumentString from (default: @facet/client)
  --check              writes nothing; exit code 1 where a module is stale`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    schema: { type: 'string' },
    types: { type: 'string' },
    form: { type: 'string', default: 'text' },
    client: { type: 'string' },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const { schema, types, client, check, help } = values;
const form = DOCUMENT_FORMS.find((each) => each === values.form);
const files = globSync(positionals);
if (help) console.log(usage);
else if (schema === undefined || types === undefined || form === undefined || files.length === 0) {
  console.error(files.length === 0 ? `No file matches ${positionals.join(' ') || 'nothing'}.\n\n${usage}` : usage);
  process.exitCode = 2;
} else await work({ schema, types, files, form, ...(client !== undefined && { client }) });

async function work(options: OperationsOptions & { readonly form: DocumentForm }): Promise<void> {
  const paths = check ? [...(await staleModules(options)).keys()] : await writeModules(options);
  for (const path of paths) console.log(check ? `${path} is stale` : path);
  if (check && paths.length > 0) process.exitCode = 1;
}
