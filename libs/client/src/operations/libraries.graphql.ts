import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type LibrariesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  name?: string | null | undefined;
  origin?: Types.LibraryOrigin | null | undefined;
}>;

export type LibrariesQuery = {
  readonly libraries: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly visibility: Types.Visibility;
        readonly tokenCount: number;
        readonly isGranted: boolean;
        readonly organization: { readonly name: string };
      };
    }>;
  };
};

export type CreateLibraryMutationVariables = Exact<{
  name: string;
  visibility: Types.Visibility;
  clientMutationKey?: string | null | undefined;
}>;

export type CreateLibraryMutation = {
  readonly createLibrary:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'Library'; readonly id: string; readonly name: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NameTakenError'; readonly code: string; readonly message: string };
};

export const LibrariesDocument = /* @__PURE__ */ new TypedDocumentString<LibrariesQuery, LibrariesQueryVariables>(
  'query Libraries($first:Int!$after:String$name:String$origin:LibraryOrigin){libraries(first:$first after:$after name:$name origin:$origin){totalCount pageInfo{hasNextPage endCursor}edges{node{id name visibility tokenCount isGranted organization{name}}}}}',
);

export const CreateLibraryDocument = /* @__PURE__ */ new TypedDocumentString<
  CreateLibraryMutation,
  CreateLibraryMutationVariables
>(
  'mutation CreateLibrary($name:String!$visibility:Visibility!$clientMutationKey:String){createLibrary(name:$name visibility:$visibility clientMutationKey:$clientMutationKey){__typename ...on Library{id name}...on Error{code message}}}',
);
