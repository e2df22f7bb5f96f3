import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type CreateUploadMutationVariables = Exact<{
  name: string;
  type: Types.PictureType;
  bytes: number;
  clientMutationKey?: string | null | undefined;
}>;

export type CreateUploadMutation = {
  readonly createUpload:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'ImageUpload';
        readonly url: string;
        readonly image: { readonly id: string; readonly status: Types.ImageStatus };
        readonly headers: ReadonlyArray<{ readonly name: string; readonly value: string }>;
      }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CompleteUploadMutationVariables = Exact<{
  imageId: string;
}>;

export type CompleteUploadMutation = {
  readonly completeUpload:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Image';
        readonly id: string;
        readonly name: string;
        readonly width: number | null;
        readonly height: number | null;
        readonly sha256: string | null;
      }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'PictureRefusedError';
        readonly reason: string;
        readonly code: string;
        readonly message: string;
      }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export const CreateUploadDocument = /* @__PURE__ */ new TypedDocumentString<
  CreateUploadMutation,
  CreateUploadMutationVariables
>(
  'mutation CreateUpload($name:String!$type:PictureType!$bytes:Int!$clientMutationKey:String){createUpload(name:$name type:$type bytes:$bytes clientMutationKey:$clientMutationKey){__typename ...on ImageUpload{image{id status}url headers{name value}}...on Error{code message}}}',
);

export const CompleteUploadDocument = /* @__PURE__ */ new TypedDocumentString<
  CompleteUploadMutation,
  CompleteUploadMutationVariables
>(
  'mutation CompleteUpload($imageId:ID!){completeUpload(imageId:$imageId){__typename ...on Image{id name width height sha256}...on PictureRefusedError{reason}...on Error{code message}}}',
);
