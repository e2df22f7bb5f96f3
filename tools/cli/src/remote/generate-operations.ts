import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const here = import.meta.dirname;
const schemaFile = join(here, '..', '..', '..', '..', 'apps', 'api', 'schema.graphql');

/** The committed file that `generateOperations` describes. */
export const operationsFile = join(here, 'operations.ts');

/** TypeScript of every operation in `operations/*.graphql`: its text, and the types of its variables and its result. */
export async function generateOperations(): Promise<string> {
  const documents = globSync('operations/*.graphql', { cwd: here }).sort();
  const code = await codegen({
    filename: operationsFile,
    schema: parse(readFileSync(schemaFile, 'utf8')),
    documents: documents.map((location) => ({ location, document: parse(readFileSync(join(here, location), 'utf8')) })),
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescriptOperations, typedDocumentNode },
    config: {
      documentMode: 'string',
      useTypeImports: true,
      immutableTypes: true,
      scalars: { DateTime: 'string', ID: 'string', Seed: 'number' },
      strictScalars: true,
    },
  });
  return format(code, { ...(await resolveConfig(operationsFile)), filepath: operationsFile });
}
