import { Kind, parse, Source, type DocumentNode, type FragmentDefinitionNode } from 'graphql';
import { readFileSync } from 'node:fs';

/** A `.graphql` file of operations and fragments. */
export interface OperationsFile {
  readonly path: string;
  readonly document: DocumentNode;
  readonly fragments: readonly FragmentDefinitionNode[];
}

export const readSchema = (path: string): DocumentNode => parse(new Source(readFileSync(path, 'utf8'), path));

/** Throws an Error that names the file where it is no GraphQL, or has an operation without a name. */
export function readFile(path: string): OperationsFile {
  const document = readSchema(path);
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION && !definition.name)
      throw new Error(`${path} has a ${definition.operation} without a name. Give it one: it names the types.`);
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return { path, document, fragments };
}
