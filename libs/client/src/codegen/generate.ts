import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { Kind, type DocumentNode } from 'graphql';
import { resolve } from 'node:path';
import { documentConstants, documentImport, type DocumentForm } from './documents.ts';
import { formatted } from './formatted.ts';
import { possibleTypes } from './possible-types.ts';
import { readFile, readSchema, type OperationsFile } from './read.ts';

export interface OperationsOptions {
  /** Path of the API's `schema.graphql`. */
  readonly schema: string;
  /** Paths of `.graphql` files with named operations and fragments. A fragment may be used in all of them. */
  readonly files: readonly string[];
  /** Path of the module that gets the enums and inputs, which the others share; with trees also Apollo's `possibleTypes`. */
  readonly types: string;
  /** By default `text`. */
  readonly form?: DocumentForm;
  /** Where modules with texts import `TypedDocumentString` from; by default `@facet/client`. */
  readonly client?: string;
}

/** The module of a `.graphql` file, which lies beside it. */
const moduleOf = (path: string): string => `${path}.ts`;

/**
 * TypeScript of each file's operations: the types of their variables and results, and the documents. One module for each
 * file, so that a page ships the documents that it uses and no others. Gives the modules' texts by their paths.
 * Throws an Error that names the field and the file where an operation does not fit the schema.
 */
export async function generateModules(options: OperationsOptions): Promise<Map<string, string>> {
  const { form = 'text', client = '@facet/client' } = options;
  const schema = readSchema(options.schema);
  const types = resolve(options.types);
  const files = options.files.toSorted().map((path) => readFile(resolve(path)));
  const shared = await typesOf(types, schema, files, { generateOperationTypes: false });
  const documents = files.map(({ document }) => document);
  const more = form === 'tree' ? possibleTypes(schema, documents) : '';
  const modules = new Map([[types, await formatted(types, `${shared}\n${more}`)]]);
  for (const file of files) {
    const module = moduleOf(file.path);
    const foreign = files.filter((other) => other !== file).flatMap(({ fragments }) => fragments);
    const code = await typesOf(module, schema, [file], {
      importSchemaTypesFrom: types,
      externalFragments: foreign.map((node) => ({
        node,
        name: node.name.value,
        onType: node.typeCondition.name.value,
        isExternal: true,
        importFrom: '',
        level: 0,
      })),
    });
    const constants = documentConstants(file.document, { kind: Kind.DOCUMENT, definitions: foreign }, form);
    const imports = constants === '' ? '' : documentImport(form, client);
    modules.set(module, await formatted(module, [imports, code, constants].join('\n')));
  }
  return modules;
}

/** The generator imports the shared types wherever there are variables, whether their types are among these or not. */
const withoutUnusedImport = (code: string): string =>
  code.includes('Types.') ? code : code.replace(/^import type \* as Types from .*\n/m, '');

const typesOf = async (
  filename: string,
  schema: DocumentNode,
  files: readonly OperationsFile[],
  more: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const code = await codegen({
    filename,
    schema,
    documents: files.map(({ path, document }) => ({ location: path, document })),
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
    config: {
      // Names of types follow from those of operations by adding `Query` and the like, and nothing else.
      namingConvention: 'keep',
      useTypeImports: true,
      immutableTypes: true,
      scalars: { DateTime: 'string', ID: 'string', Seed: 'number' },
      strictScalars: true,
      importExtension: '.ts',
      ...more,
    },
  });
  return withoutUnusedImport(code);
};
