import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type TokensQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  libraryId?: string | null | undefined;
  inversionId?: string | null | undefined;
  attribute?: Types.TokenAttribute | null | undefined;
  name?: string | null | undefined;
  order?: Types.TokenOrder | null | undefined;
}>;

export type TokensQuery = {
  readonly tokens: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly attribute: Types.TokenAttribute;
        readonly version: number;
        readonly initialWord: string;
        readonly modelName: string;
        readonly library: { readonly name: string };
      };
    }>;
  };
};

export type ExportTokensMutationVariables = Exact<{
  tokenIds: ReadonlyArray<string> | string;
  format: Types.TokenFileFormat;
}>;

export type ExportTokensMutation = {
  readonly exportTokens:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'TokenExport';
        readonly warning: string | null;
        readonly files: ReadonlyArray<{ readonly name: string; readonly file: { readonly url: string } }>;
      }
    | {
        readonly __typename: 'TokenFileError';
        readonly reason: string;
        readonly code: string;
        readonly message: string;
      };
};

export type CreateTokenUploadMutationVariables = Exact<{
  bytes: number;
}>;

export type CreateTokenUploadMutation = {
  readonly createTokenUpload:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'TokenUpload';
        readonly id: string;
        readonly url: string;
        readonly headers: ReadonlyArray<{ readonly name: string; readonly value: string }>;
      };
};

export type ImportTokensMutationVariables = Exact<{
  uploadId: string;
  libraryId: string;
  name: string;
  modelId?: string | null | undefined;
  attribute?: Types.TokenAttribute | null | undefined;
  word?: string | null | undefined;
  allowPickle?: boolean | null | undefined;
}>;

export type ImportTokensMutation = {
  readonly importTokens:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'ImportedTokens';
        readonly tokens: ReadonlyArray<{
          readonly id: string;
          readonly name: string;
          readonly attribute: Types.TokenAttribute;
          readonly version: number;
          readonly initialWord: string;
          readonly modelName: string;
          readonly library: { readonly name: string };
        }>;
      }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NameTakenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'TokenFileError';
        readonly reason: string;
        readonly code: string;
        readonly message: string;
      }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export const TokensDocument = /* @__PURE__ */ new TypedDocumentString<TokensQuery, TokensQueryVariables>(
  'query Tokens($first:Int!$after:String$libraryId:ID$inversionId:ID$attribute:TokenAttribute$name:String$order:TokenOrder){tokens(first:$first after:$after libraryId:$libraryId inversionId:$inversionId attribute:$attribute name:$name order:$order){totalCount pageInfo{hasNextPage endCursor}edges{node{...TokenFields}}}}fragment TokenFields on Token{id name attribute version initialWord modelName library{name}}',
);

export const ExportTokensDocument = /* @__PURE__ */ new TypedDocumentString<
  ExportTokensMutation,
  ExportTokensMutationVariables
>(
  'mutation ExportTokens($tokenIds:[ID!]!$format:TokenFileFormat!){exportTokens(tokenIds:$tokenIds format:$format){__typename ...on TokenExport{files{name file{url}}warning}...on TokenFileError{reason}...on Error{code message}}}',
);

export const CreateTokenUploadDocument = /* @__PURE__ */ new TypedDocumentString<
  CreateTokenUploadMutation,
  CreateTokenUploadMutationVariables
>(
  'mutation CreateTokenUpload($bytes:Int!){createTokenUpload(bytes:$bytes){__typename ...on TokenUpload{id url headers{name value}}...on Error{code message}}}',
);

export const ImportTokensDocument = /* @__PURE__ */ new TypedDocumentString<
  ImportTokensMutation,
  ImportTokensMutationVariables
>(
  'mutation ImportTokens($uploadId:ID!$libraryId:ID!$name:String!$modelId:ID$attribute:TokenAttribute$word:String$allowPickle:Boolean){importTokens(uploadId:$uploadId libraryId:$libraryId name:$name modelId:$modelId attribute:$attribute word:$word allowPickle:$allowPickle){__typename ...on ImportedTokens{tokens{...TokenFields}}...on TokenFileError{reason}...on Error{code message}}}fragment TokenFields on Token{id name attribute version initialWord modelName library{name}}',
);
