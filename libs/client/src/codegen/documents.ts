import { concatAST, Kind, print, separateOperations, stripIgnoredCharacters, type DocumentNode } from 'graphql';

/** What the modules hold: text for this package's client, syntax trees for clients that work with those (Apollo, urql). */
export const DOCUMENT_FORMS = ['text', 'tree'] as const;

export type DocumentForm = (typeof DOCUMENT_FORMS)[number];

/** Constants of the operations of a file, each with the fragments that it uses. */
export function documentConstants(file: DocumentNode, fragments: DocumentNode, form: DocumentForm): string {
  const whole = separateOperations(concatAST([file, fragments]));
  return file.definitions
    .flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [definition] : []))
    .map(({ name, operation }) => {
      // The generator refuses operations without a name before this.
      const type = `${name!.value}${operation[0]!.toUpperCase()}${operation.slice(1)}`;
      return `export const ${name!.value}Document = ${literal(whole[name!.value]!, `<${type}, ${type}Variables>`, form)};`;
    })
    .join('\n\n');
}

/** Marked as pure, so that a bundler drops what a page does not use. */
function literal(document: DocumentNode, types: string, form: DocumentForm): string {
  const text = stripIgnoredCharacters(print(document));
  return form === 'text'
    ? `/* @__PURE__ */ new TypedDocumentString${types}(${JSON.stringify(text)})`
    : `${JSON.stringify(withoutPlaces(document))} as unknown as TypedDocumentNode${types}`;
}

const withoutPlaces = (document: DocumentNode): unknown =>
  JSON.parse(JSON.stringify(document, (key, value: unknown) => (key === 'loc' ? undefined : value)));

/** What the constants need. */
export const documentImport = (form: DocumentForm, client: string): string =>
  form === 'text'
    ? `import { TypedDocumentString } from '${client}';`
    : `import type { TypedDocumentNode } from '@graphql-typed-document-node/core';`;
