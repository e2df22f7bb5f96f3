import { TypedDocumentString } from '../typed-document.ts';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type ReadRecipeQueryVariables = Exact<{
  recipe?: string | null | undefined;
  imageId?: string | null | undefined;
}>;

export type ReadRecipeQuery = {
  readonly readRecipe:
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Recipe';
        readonly prompt: string | null;
        readonly negativePrompt: string;
        readonly seed: number;
        readonly seeds: ReadonlyArray<number>;
        readonly steps: number;
        readonly guidance: number;
        readonly scheduler: string;
        readonly width: number;
        readonly height: number;
        readonly modelName: string;
        readonly slots: ReadonlyArray<{
          readonly attribute: Types.Attribute;
          readonly strength: number;
          readonly tokenName: string | null;
          readonly hash: string;
          readonly token: {
            readonly id: string;
            readonly name: string;
            readonly attribute: Types.TokenAttribute;
            readonly version: number;
            readonly initialWord: string;
            readonly modelName: string;
            readonly library: { readonly name: string };
          } | null;
        }>;
        readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
        readonly model: { readonly id: string; readonly name: string } | null;
      }
    | {
        readonly __typename: 'RecipeRefusedError';
        readonly reason: string;
        readonly code: string;
        readonly message: string;
      }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type ComposeFromRecipeMutationVariables = Exact<{
  recipe?: string | null | undefined;
  imageId?: string | null | undefined;
  prompt?: string | null | undefined;
  negativePrompt?: string | null | undefined;
  slots?: ReadonlyArray<Types.SlotInput> | Types.SlotInput | null | undefined;
  words?: ReadonlyArray<Types.AttributeWordInput> | Types.AttributeWordInput | null | undefined;
  seeds?: ReadonlyArray<number> | number | null | undefined;
  steps?: number | null | undefined;
  guidance?: number | null | undefined;
  scheduler?: string | null | undefined;
  clientMutationKey?: string | null | undefined;
}>;

export type ComposeFromRecipeMutation = {
  readonly composeFromRecipe:
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
    | { readonly __typename: 'RecipeIncompleteError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'RecipeRefusedError';
        readonly reason: string;
        readonly code: string;
        readonly message: string;
      }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type ExportOutputsMutationVariables = Exact<{
  outputIds: ReadonlyArray<string> | string;
  metadata?: Types.PictureMetadata | null | undefined;
}>;

export type ExportOutputsMutation = {
  readonly exportOutputs:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'OutputExport';
        readonly files: ReadonlyArray<{
          readonly name: string;
          readonly output: { readonly id: string; readonly seed: number };
          readonly file: { readonly url: string };
        }>;
      }
    | { readonly __typename: 'RecipeIncompleteError'; readonly code: string; readonly message: string };
};

export type DeleteImageMutationVariables = Exact<{
  imageId: string;
}>;

export type DeleteImageMutation = {
  readonly deleteImage:
    | { readonly __typename: 'Deleted' }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InUseError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string };
};

export const ReadRecipeDocument = /* @__PURE__ */ new TypedDocumentString<ReadRecipeQuery, ReadRecipeQueryVariables>(
  'query ReadRecipe($recipe:String$imageId:ID){readRecipe(recipe:$recipe imageId:$imageId){__typename ...on Recipe{prompt negativePrompt slots{attribute strength tokenName hash token{...TokenFields}}words{attribute word}seed seeds steps guidance scheduler width height modelName model{id name}}...on RecipeRefusedError{reason}...on Error{code message}}}fragment TokenFields on Token{id name attribute version initialWord modelName library{name}}',
);

export const ComposeFromRecipeDocument = /* @__PURE__ */ new TypedDocumentString<
  ComposeFromRecipeMutation,
  ComposeFromRecipeMutationVariables
>(
  'mutation ComposeFromRecipe($recipe:String$imageId:ID$prompt:String$negativePrompt:String$slots:[SlotInput!]$words:[AttributeWordInput!]$seeds:[Seed!]$steps:Int$guidance:Float$scheduler:String$clientMutationKey:String){composeFromRecipe(recipe:$recipe imageId:$imageId prompt:$prompt negativePrompt:$negativePrompt slots:$slots words:$words seeds:$seeds steps:$steps guidance:$guidance scheduler:$scheduler clientMutationKey:$clientMutationKey){__typename ...on Composition{...CompositionFields}...on RecipeRefusedError{reason}...on Error{code message}}}fragment CompositionFields on Composition{id status done total finishedAt error{code message}}',
);

export const ExportOutputsDocument = /* @__PURE__ */ new TypedDocumentString<
  ExportOutputsMutation,
  ExportOutputsMutationVariables
>(
  'mutation ExportOutputs($outputIds:[ID!]!$metadata:PictureMetadata){exportOutputs(outputIds:$outputIds metadata:$metadata){__typename ...on OutputExport{files{name output{id seed}file{url}}}...on Error{code message}}}',
);

export const DeleteImageDocument = /* @__PURE__ */ new TypedDocumentString<
  DeleteImageMutation,
  DeleteImageMutationVariables
>('mutation DeleteImage($imageId:ID!){deleteImage(imageId:$imageId){__typename ...on Error{code message}}}');
