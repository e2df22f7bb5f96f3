import { TypedDocumentString } from '@facet/client';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type KindOfQueryVariables = Exact<{
  id: string;
}>;

export type KindOfQuery = {
  readonly node:
    | { readonly __typename: 'ApiKey'; readonly id: string }
    | { readonly __typename: 'AuditEvent'; readonly id: string }
    | { readonly __typename: 'BoardDraft'; readonly id: string }
    | { readonly __typename: 'Composition'; readonly id: string }
    | { readonly __typename: 'Grid'; readonly id: string }
    | { readonly __typename: 'Image'; readonly id: string }
    | { readonly __typename: 'Inversion'; readonly id: string }
    | { readonly __typename: 'Invitation'; readonly id: string }
    | { readonly __typename: 'Library'; readonly id: string }
    | { readonly __typename: 'LibraryGrant'; readonly id: string }
    | { readonly __typename: 'LibraryOffer'; readonly id: string }
    | { readonly __typename: 'Member'; readonly id: string }
    | { readonly __typename: 'Model'; readonly id: string }
    | { readonly __typename: 'Organization'; readonly id: string }
    | { readonly __typename: 'Output'; readonly id: string }
    | {
        readonly __typename: 'Token';
        readonly id: string;
        readonly name: string;
        readonly attribute: Types.TokenAttribute;
        readonly version: number;
        readonly initialWord: string;
        readonly modelName: string;
        readonly library: { readonly name: string };
      }
    | { readonly __typename: 'Usage'; readonly id: string }
    | { readonly __typename: 'User'; readonly id: string }
    | { readonly __typename: 'Webhook'; readonly id: string }
    | { readonly __typename: 'WebhookDelivery'; readonly id: string }
    | null;
};

export const KindOfDocument = /* @__PURE__ */ new TypedDocumentString<KindOfQuery, KindOfQueryVariables>(
  'query KindOf($id:ID!){node(id:$id){__typename id ...on Token{id name attribute version initialWord modelName library{name}}}}',
);
