import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type ComposeImagesMutationVariables = Exact<{
  prompt?: string | null | undefined;
  negativePrompt?: string | null | undefined;
  slots?: ReadonlyArray<Types.SlotInput> | Types.SlotInput | null | undefined;
  words?: ReadonlyArray<Types.AttributeWordInput> | Types.AttributeWordInput | null | undefined;
  seeds?: ReadonlyArray<number> | number | null | undefined;
  steps?: number | null | undefined;
  guidance?: number | null | undefined;
  scheduler?: string | null | undefined;
  width?: number | null | undefined;
  height?: number | null | undefined;
  modelId?: string | null | undefined;
  clientMutationKey?: string | null | undefined;
}>;

export type ComposeImagesMutation = {
  readonly composeImages:
    | {
        readonly __typename: 'Composition';
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly finishedAt: string | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CancelCompositionMutationVariables = Exact<{
  id: string;
}>;

export type CancelCompositionMutation = {
  readonly cancelComposition:
    | {
        readonly __typename: 'Composition';
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly finishedAt: string | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CompositionProgressSubscriptionVariables = Exact<{
  id: string;
}>;

export type CompositionProgressSubscription = {
  readonly compositionProgress: {
    readonly id: string;
    readonly status: Types.RunStatus;
    readonly done: number;
    readonly total: number;
    readonly finishedAt: string | null;
    readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
  };
};

export type CompositionOutputsQueryVariables = Exact<{
  id: string;
}>;

export type CompositionOutputsQuery = {
  readonly composition:
    | {
        readonly __typename: 'Composition';
        readonly prompt: string | null;
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly finishedAt: string | null;
        readonly outputs: ReadonlyArray<{
          readonly id: string;
          readonly seed: number;
          readonly file: { readonly url: string } | null;
        }>;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string };
};

export const ComposeImagesDocument = /* @__PURE__ */ new TypedDocumentString<
  ComposeImagesMutation,
  ComposeImagesMutationVariables
>(
  'mutation ComposeImages($prompt:String$negativePrompt:String$slots:[SlotInput!]$words:[AttributeWordInput!]$seeds:[Seed!]$steps:Int$guidance:Float$scheduler:String$width:Int$height:Int$modelId:ID$clientMutationKey:String){composeImages(prompt:$prompt negativePrompt:$negativePrompt slots:$slots words:$words seeds:$seeds steps:$steps guidance:$guidance scheduler:$scheduler width:$width height:$height modelId:$modelId clientMutationKey:$clientMutationKey){__typename ...on Composition{...CompositionFields}...on Error{code message}}}fragment CompositionFields on Composition{id status done total finishedAt error{code message}}',
);

export const CancelCompositionDocument = /* @__PURE__ */ new TypedDocumentString<
  CancelCompositionMutation,
  CancelCompositionMutationVariables
>(
  'mutation CancelComposition($id:ID!){cancelComposition(compositionId:$id){__typename ...on Composition{...CompositionFields}...on Error{code message}}}fragment CompositionFields on Composition{id status done total finishedAt error{code message}}',
);

export const CompositionProgressDocument = /* @__PURE__ */ new TypedDocumentString<
  CompositionProgressSubscription,
  CompositionProgressSubscriptionVariables
>(
  'subscription CompositionProgress($id:ID!){compositionProgress(compositionId:$id){...CompositionFields}}fragment CompositionFields on Composition{id status done total finishedAt error{code message}}',
);

export const CompositionOutputsDocument = /* @__PURE__ */ new TypedDocumentString<
  CompositionOutputsQuery,
  CompositionOutputsQueryVariables
>(
  'query CompositionOutputs($id:ID!){composition(id:$id){__typename ...on Composition{...CompositionFields prompt outputs{id seed file{url}}}...on Error{code message}}}fragment CompositionFields on Composition{id status done total finishedAt error{code message}}',
);
