import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** The text of an operation, with the types of its variables and its result. Generators of other projects make the same. */
export type TypedDocument<Result, Variables> = InstanceType<typeof String> & DocumentTypeDecoration<Result, Variables>;

/** What the generated modules make of each operation. */
export class TypedDocumentString<Result, Variables>
  extends String
  implements DocumentTypeDecoration<Result, Variables>
{
  // Of the type alone: it carries what the document takes and gives.
  declare readonly __apiType?: (variables: Variables) => Result;
}
