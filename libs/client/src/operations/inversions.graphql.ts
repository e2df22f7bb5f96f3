import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type StartInversionMutationVariables = Exact<{
  imageId: string;
  libraryId: string;
  name: string;
  modelId?: string | null | undefined;
  method?: string | null | undefined;
  objectWord?: string | null | undefined;
  steps?: number | null | undefined;
  seed?: number | null | undefined;
  size?: number | null | undefined;
  clientMutationKey?: string | null | undefined;
}>;

export type StartInversionMutation = {
  readonly startInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly finishedAt: string | null;
        readonly losses: { readonly total: number } | null;
        readonly assessment: {
          readonly unlikeness: number;
          readonly colorDistance: number;
          readonly words: ReadonlyArray<{
            readonly attribute: Types.Attribute;
            readonly word: string;
            readonly confidence: number;
          }>;
          readonly warnings: ReadonlyArray<{
            readonly code: string;
            readonly attribute: Types.Attribute | null;
            readonly message: string;
          }>;
        } | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CancelInversionMutationVariables = Exact<{
  id: string;
}>;

export type CancelInversionMutation = {
  readonly cancelInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly finishedAt: string | null;
        readonly losses: { readonly total: number } | null;
        readonly assessment: {
          readonly unlikeness: number;
          readonly colorDistance: number;
          readonly words: ReadonlyArray<{
            readonly attribute: Types.Attribute;
            readonly word: string;
            readonly confidence: number;
          }>;
          readonly warnings: ReadonlyArray<{
            readonly code: string;
            readonly attribute: Types.Attribute | null;
            readonly message: string;
          }>;
        } | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type ResumeInversionMutationVariables = Exact<{
  id: string;
}>;

export type ResumeInversionMutation = {
  readonly resumeInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly finishedAt: string | null;
        readonly losses: { readonly total: number } | null;
        readonly assessment: {
          readonly unlikeness: number;
          readonly colorDistance: number;
          readonly words: ReadonlyArray<{
            readonly attribute: Types.Attribute;
            readonly word: string;
            readonly confidence: number;
          }>;
          readonly warnings: ReadonlyArray<{
            readonly code: string;
            readonly attribute: Types.Attribute | null;
            readonly message: string;
          }>;
        } | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type InversionProgressSubscriptionVariables = Exact<{
  id: string;
}>;

export type InversionProgressSubscription = {
  readonly inversionProgress: {
    readonly id: string;
    readonly status: Types.RunStatus;
    readonly done: number;
    readonly total: number;
    readonly name: string;
    readonly method: string;
    readonly finishedAt: string | null;
    readonly losses: { readonly total: number } | null;
    readonly assessment: {
      readonly unlikeness: number;
      readonly colorDistance: number;
      readonly words: ReadonlyArray<{
        readonly attribute: Types.Attribute;
        readonly word: string;
        readonly confidence: number;
      }>;
      readonly warnings: ReadonlyArray<{
        readonly code: string;
        readonly attribute: Types.Attribute | null;
        readonly message: string;
      }>;
    } | null;
    readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
  };
};

export type InversionFilesQueryVariables = Exact<{
  id: string;
}>;

export type InversionFilesQuery = {
  readonly inversion:
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly finishedAt: string | null;
        readonly tokenFile: { readonly url: string } | null;
        readonly lossCurve: { readonly url: string } | null;
        readonly picture: { readonly url: string; readonly width: number; readonly height: number } | null;
        readonly image: {
          readonly id: string;
          readonly name: string;
          readonly file: { readonly url: string } | null;
        } | null;
        readonly losses: { readonly total: number } | null;
        readonly assessment: {
          readonly unlikeness: number;
          readonly colorDistance: number;
          readonly words: ReadonlyArray<{
            readonly attribute: Types.Attribute;
            readonly word: string;
            readonly confidence: number;
          }>;
          readonly warnings: ReadonlyArray<{
            readonly code: string;
            readonly attribute: Types.Attribute | null;
            readonly message: string;
          }>;
        } | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string };
};

export const StartInversionDocument = /* @__PURE__ */ new TypedDocumentString<
  StartInversionMutation,
  StartInversionMutationVariables
>(
  'mutation StartInversion($imageId:ID!$libraryId:ID!$name:String!$modelId:ID$method:String$objectWord:String$steps:Int$seed:Seed$size:Int$clientMutationKey:String){startInversion(imageId:$imageId libraryId:$libraryId name:$name modelId:$modelId method:$method objectWord:$objectWord steps:$steps seed:$seed size:$size clientMutationKey:$clientMutationKey){__typename ...on Inversion{...InversionFields}...on Error{code message}}}fragment InversionFields on Inversion{id status done total name method finishedAt losses{total}assessment{words{attribute word confidence}unlikeness colorDistance warnings{code attribute message}}error{code message}}',
);

export const CancelInversionDocument = /* @__PURE__ */ new TypedDocumentString<
  CancelInversionMutation,
  CancelInversionMutationVariables
>(
  'mutation CancelInversion($id:ID!){cancelInversion(inversionId:$id){__typename ...on Inversion{...InversionFields}...on Error{code message}}}fragment InversionFields on Inversion{id status done total name method finishedAt losses{total}assessment{words{attribute word confidence}unlikeness colorDistance warnings{code attribute message}}error{code message}}',
);

export const ResumeInversionDocument = /* @__PURE__ */ new TypedDocumentString<
  ResumeInversionMutation,
  ResumeInversionMutationVariables
>(
  'mutation ResumeInversion($id:ID!){resumeInversion(inversionId:$id){__typename ...on Inversion{...InversionFields}...on Error{code message}}}fragment InversionFields on Inversion{id status done total name method finishedAt losses{total}assessment{words{attribute word confidence}unlikeness colorDistance warnings{code attribute message}}error{code message}}',
);

export const InversionProgressDocument = /* @__PURE__ */ new TypedDocumentString<
  InversionProgressSubscription,
  InversionProgressSubscriptionVariables
>(
  'subscription InversionProgress($id:ID!){inversionProgress(inversionId:$id){...InversionFields}}fragment InversionFields on Inversion{id status done total name method finishedAt losses{total}assessment{words{attribute word confidence}unlikeness colorDistance warnings{code attribute message}}error{code message}}',
);

export const InversionFilesDocument = /* @__PURE__ */ new TypedDocumentString<
  InversionFilesQuery,
  InversionFilesQueryVariables
>(
  'query InversionFiles($id:ID!){inversion(id:$id){__typename ...on Inversion{...InversionFields tokenFile{url}lossCurve{url}picture(size:FULL){url width height}image{id name file{url}}}...on Error{code message}}}fragment InversionFields on Inversion{id status done total name method finishedAt losses{total}assessment{words{attribute word confidence}unlikeness colorDistance warnings{code attribute message}}error{code message}}',
);
