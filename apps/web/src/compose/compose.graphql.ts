import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type BoardQueryVariables = Exact<{ [key: string]: never }>;

export type BoardQuery = {
  readonly models: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly pixels: number;
    readonly pixelsMultiple: number | null;
    readonly devices: ReadonlyArray<string>;
    readonly schedulers: ReadonlyArray<string>;
    readonly limits: ReadonlyArray<{
      readonly name: string;
      readonly min: number;
      readonly max: number;
      readonly defaultValue: number | null;
    }>;
  }>;
  readonly usage: ReadonlyArray<{
    readonly id: string;
    readonly kind: Types.UsageKind;
    readonly used: number;
    readonly limit: number;
    readonly resetsAt: string | null;
  }>;
};

export type TrayQueryVariables = Exact<{
  attribute: Types.TokenAttribute;
  text?: string | null | undefined;
  after?: string | null | undefined;
}>;

export type TrayQuery = {
  readonly tokens: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: ReadonlyArray<{
      readonly cursor: string;
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly attribute: Types.TokenAttribute;
        readonly isFavorite: boolean;
        readonly initialWord: string;
        readonly objectWord: string;
        readonly version: number;
        readonly palette: ReadonlyArray<{ readonly name: string; readonly hex: string | null; readonly share: number }>;
        readonly picture: { readonly url: string; readonly expiresAt: string } | null;
        readonly leakReport: {
          readonly transfer: number | null;
          readonly excessLeakage: number | null;
          readonly carries: ReadonlyArray<Types.Attribute>;
        } | null;
        readonly library: { readonly id: string; readonly name: string; readonly isGranted: boolean };
        readonly inversion: {
          readonly id: string;
          readonly image: {
            readonly id: string;
            readonly width: number | null;
            readonly height: number | null;
            readonly picture: { readonly url: string; readonly expiresAt: string } | null;
          } | null;
        } | null;
      };
    }>;
  };
};

export type SlotTokensQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;

export type SlotTokensQuery = {
  readonly nodes: ReadonlyArray<
    | { readonly __typename: 'ApiKey' }
    | { readonly __typename: 'AuditEvent' }
    | { readonly __typename: 'BoardDraft' }
    | { readonly __typename: 'Composition' }
    | { readonly __typename: 'Grid' }
    | { readonly __typename: 'Image' }
    | { readonly __typename: 'Inversion' }
    | { readonly __typename: 'Invitation' }
    | { readonly __typename: 'Library' }
    | { readonly __typename: 'LibraryGrant' }
    | { readonly __typename: 'LibraryOffer' }
    | { readonly __typename: 'Member' }
    | { readonly __typename: 'Model' }
    | { readonly __typename: 'Organization' }
    | { readonly __typename: 'Output' }
    | {
        readonly __typename: 'Token';
        readonly id: string;
        readonly name: string;
        readonly attribute: Types.TokenAttribute;
        readonly isFavorite: boolean;
        readonly initialWord: string;
        readonly objectWord: string;
        readonly version: number;
        readonly palette: ReadonlyArray<{ readonly name: string; readonly hex: string | null; readonly share: number }>;
        readonly picture: { readonly url: string; readonly expiresAt: string } | null;
        readonly leakReport: {
          readonly transfer: number | null;
          readonly excessLeakage: number | null;
          readonly carries: ReadonlyArray<Types.Attribute>;
        } | null;
        readonly library: { readonly id: string; readonly name: string; readonly isGranted: boolean };
        readonly inversion: {
          readonly id: string;
          readonly image: {
            readonly id: string;
            readonly width: number | null;
            readonly height: number | null;
            readonly picture: { readonly url: string; readonly expiresAt: string } | null;
          } | null;
        } | null;
      }
    | { readonly __typename: 'Usage' }
    | { readonly __typename: 'User' }
    | { readonly __typename: 'Webhook' }
    | { readonly __typename: 'WebhookDelivery' }
    | null
  >;
};

export type CompositionStateFragment = {
  readonly id: string;
  readonly status: Types.RunStatus;
  readonly done: number;
  readonly total: number;
  readonly remainingSeconds: number | null;
  readonly queuePosition: number | null;
  readonly createdAt: string;
  readonly prompt: string | null;
  readonly negativePrompt: string;
  readonly seeds: ReadonlyArray<number>;
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: string;
  readonly width: number;
  readonly height: number;
  readonly model: { readonly id: string } | null;
  readonly grid: { readonly id: string } | null;
  readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
  readonly slots: ReadonlyArray<{
    readonly attribute: Types.Attribute;
    readonly strength: number;
    readonly tokenName: string;
    readonly token: { readonly id: string } | null;
  }>;
  readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
  readonly outputs: ReadonlyArray<{
    readonly id: string;
    readonly seed: number;
    readonly width: number;
    readonly height: number;
    readonly picture: { readonly url: string; readonly expiresAt: string } | null;
    readonly large: { readonly url: string; readonly expiresAt: string } | null;
  }>;
};

export type CompositionHistoryQueryVariables = Exact<{
  after?: string | null | undefined;
}>;

export type CompositionHistoryQuery = {
  readonly compositions: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: ReadonlyArray<{
      readonly cursor: string;
      readonly node: {
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly remainingSeconds: number | null;
        readonly queuePosition: number | null;
        readonly createdAt: string;
        readonly prompt: string | null;
        readonly negativePrompt: string;
        readonly seeds: ReadonlyArray<number>;
        readonly steps: number;
        readonly guidance: number;
        readonly scheduler: string;
        readonly width: number;
        readonly height: number;
        readonly model: { readonly id: string } | null;
        readonly grid: { readonly id: string } | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
        readonly slots: ReadonlyArray<{
          readonly attribute: Types.Attribute;
          readonly strength: number;
          readonly tokenName: string;
          readonly token: { readonly id: string } | null;
        }>;
        readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
        readonly outputs: ReadonlyArray<{
          readonly id: string;
          readonly seed: number;
          readonly width: number;
          readonly height: number;
          readonly picture: { readonly url: string; readonly expiresAt: string } | null;
          readonly large: { readonly url: string; readonly expiresAt: string } | null;
        }>;
      };
    }>;
  };
};

export type GridStateFragment = {
  readonly id: string;
  readonly attribute: Types.Attribute;
  readonly createdAt: string;
  readonly rows: ReadonlyArray<{
    readonly id: string;
    readonly status: Types.RunStatus;
    readonly done: number;
    readonly total: number;
    readonly remainingSeconds: number | null;
    readonly queuePosition: number | null;
    readonly createdAt: string;
    readonly prompt: string | null;
    readonly negativePrompt: string;
    readonly seeds: ReadonlyArray<number>;
    readonly steps: number;
    readonly guidance: number;
    readonly scheduler: string;
    readonly width: number;
    readonly height: number;
    readonly model: { readonly id: string } | null;
    readonly grid: { readonly id: string } | null;
    readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
    readonly slots: ReadonlyArray<{
      readonly attribute: Types.Attribute;
      readonly strength: number;
      readonly tokenName: string;
      readonly token: { readonly id: string } | null;
    }>;
    readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
    readonly outputs: ReadonlyArray<{
      readonly id: string;
      readonly seed: number;
      readonly width: number;
      readonly height: number;
      readonly picture: { readonly url: string; readonly expiresAt: string } | null;
      readonly large: { readonly url: string; readonly expiresAt: string } | null;
    }>;
  }>;
};

export type GridRowsQueryVariables = Exact<{
  id: string;
}>;

export type GridRowsQuery = {
  readonly grid:
    | {
        readonly __typename: 'Grid';
        readonly id: string;
        readonly attribute: Types.Attribute;
        readonly createdAt: string;
        readonly rows: ReadonlyArray<{
          readonly id: string;
          readonly status: Types.RunStatus;
          readonly done: number;
          readonly total: number;
          readonly remainingSeconds: number | null;
          readonly queuePosition: number | null;
          readonly createdAt: string;
          readonly prompt: string | null;
          readonly negativePrompt: string;
          readonly seeds: ReadonlyArray<number>;
          readonly steps: number;
          readonly guidance: number;
          readonly scheduler: string;
          readonly width: number;
          readonly height: number;
          readonly model: { readonly id: string } | null;
          readonly grid: { readonly id: string } | null;
          readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
          readonly slots: ReadonlyArray<{
            readonly attribute: Types.Attribute;
            readonly strength: number;
            readonly tokenName: string;
            readonly token: { readonly id: string } | null;
          }>;
          readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
          readonly outputs: ReadonlyArray<{
            readonly id: string;
            readonly seed: number;
            readonly width: number;
            readonly height: number;
            readonly picture: { readonly url: string; readonly expiresAt: string } | null;
            readonly large: { readonly url: string; readonly expiresAt: string } | null;
          }>;
        }>;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string };
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
    readonly remainingSeconds: number | null;
    readonly queuePosition: number | null;
    readonly createdAt: string;
    readonly prompt: string | null;
    readonly negativePrompt: string;
    readonly seeds: ReadonlyArray<number>;
    readonly steps: number;
    readonly guidance: number;
    readonly scheduler: string;
    readonly width: number;
    readonly height: number;
    readonly model: { readonly id: string } | null;
    readonly grid: { readonly id: string } | null;
    readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
    readonly slots: ReadonlyArray<{
      readonly attribute: Types.Attribute;
      readonly strength: number;
      readonly tokenName: string;
      readonly token: { readonly id: string } | null;
    }>;
    readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
    readonly outputs: ReadonlyArray<{
      readonly id: string;
      readonly seed: number;
      readonly width: number;
      readonly height: number;
      readonly picture: { readonly url: string; readonly expiresAt: string } | null;
      readonly large: { readonly url: string; readonly expiresAt: string } | null;
    }>;
  };
};

export type ComposeMutationVariables = Exact<{
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
  key: string;
}>;

export type ComposeMutation = {
  readonly composeImages:
    | {
        readonly __typename: 'Composition';
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly remainingSeconds: number | null;
        readonly queuePosition: number | null;
        readonly createdAt: string;
        readonly prompt: string | null;
        readonly negativePrompt: string;
        readonly seeds: ReadonlyArray<number>;
        readonly steps: number;
        readonly guidance: number;
        readonly scheduler: string;
        readonly width: number;
        readonly height: number;
        readonly model: { readonly id: string } | null;
        readonly grid: { readonly id: string } | null;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
        readonly slots: ReadonlyArray<{
          readonly attribute: Types.Attribute;
          readonly strength: number;
          readonly tokenName: string;
          readonly token: { readonly id: string } | null;
        }>;
        readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
        readonly outputs: ReadonlyArray<{
          readonly id: string;
          readonly seed: number;
          readonly width: number;
          readonly height: number;
          readonly picture: { readonly url: string; readonly expiresAt: string } | null;
          readonly large: { readonly url: string; readonly expiresAt: string } | null;
        }>;
      }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type ComposeGridMutationVariables = Exact<{
  attribute: Types.Attribute;
  tokens: ReadonlyArray<Types.GridTokenInput> | Types.GridTokenInput;
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
  key: string;
}>;

export type ComposeGridMutation = {
  readonly composeGrid:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Grid';
        readonly id: string;
        readonly attribute: Types.Attribute;
        readonly createdAt: string;
        readonly rows: ReadonlyArray<{
          readonly id: string;
          readonly status: Types.RunStatus;
          readonly done: number;
          readonly total: number;
          readonly remainingSeconds: number | null;
          readonly queuePosition: number | null;
          readonly createdAt: string;
          readonly prompt: string | null;
          readonly negativePrompt: string;
          readonly seeds: ReadonlyArray<number>;
          readonly steps: number;
          readonly guidance: number;
          readonly scheduler: string;
          readonly width: number;
          readonly height: number;
          readonly model: { readonly id: string } | null;
          readonly grid: { readonly id: string } | null;
          readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
          readonly slots: ReadonlyArray<{
            readonly attribute: Types.Attribute;
            readonly strength: number;
            readonly tokenName: string;
            readonly token: { readonly id: string } | null;
          }>;
          readonly words: ReadonlyArray<{ readonly attribute: Types.Attribute; readonly word: string }>;
          readonly outputs: ReadonlyArray<{
            readonly id: string;
            readonly seed: number;
            readonly width: number;
            readonly height: number;
            readonly picture: { readonly url: string; readonly expiresAt: string } | null;
            readonly large: { readonly url: string; readonly expiresAt: string } | null;
          }>;
        }>;
      }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type DeleteCompositionMutationVariables = Exact<{
  id: string;
}>;

export type DeleteCompositionMutation = {
  readonly deleteComposition:
    | { readonly __typename: 'Deleted' }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type DeleteGridMutationVariables = Exact<{
  id: string;
}>;

export type DeleteGridMutation = {
  readonly deleteGrid:
    | { readonly __typename: 'Deleted' }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type StopCompositionMutationVariables = Exact<{
  id: string;
}>;

export type StopCompositionMutation = {
  readonly cancelComposition:
    | { readonly __typename: 'Composition'; readonly id: string; readonly status: Types.RunStatus }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type ExportOutputMutationVariables = Exact<{
  id: string;
  metadata: Types.PictureMetadata;
}>;

export type ExportOutputMutation = {
  readonly exportOutputs:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'OutputExport';
        readonly files: ReadonlyArray<{ readonly name: string; readonly file: { readonly url: string } }>;
      }
    | { readonly __typename: 'RecipeIncompleteError'; readonly code: string; readonly message: string };
};

export type DraftQueryVariables = Exact<{ [key: string]: never }>;

export type DraftQuery = { readonly boardDraft: { readonly content: string; readonly revision: number } | null };

export type SaveDraftMutationVariables = Exact<{
  content: string;
  revision: number;
}>;

export type SaveDraftMutation = {
  readonly saveBoardDraft:
    | { readonly __typename: 'BoardDraft'; readonly content: string; readonly revision: number }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export const BoardDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Board' },
      variableDefinitions: [],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'models' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'pixels' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'pixelsMultiple' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'devices' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'schedulers' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'limits' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'min' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'max' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'defaultValue' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'usage' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'used' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'limit' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'resetsAt' }, arguments: [], directives: [] },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<BoardQuery, BoardQueryVariables>;

export const TrayDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Tray' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'attribute' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'TokenAttribute' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'text' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'tokens' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '40' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'attribute' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'attribute' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'text' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'text' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'order' },
                value: { kind: 'EnumValue', value: 'NEWEST' },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'totalCount' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'cursor' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'TokenCard' }, directives: [] },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'TokenCard' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Token' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'isFavorite' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'initialWord' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'objectWord' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'version' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'palette' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'hex' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'share' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'picture' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'leakReport' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'transfer' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'excessLeakage' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'carries' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'library' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'isGranted' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'inversion' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'image' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'picture' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'expiresAt' },
                              arguments: [],
                              directives: [],
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<TrayQuery, TrayQueryVariables>;

export const SlotTokensDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'SlotTokens' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'ids' } },
          type: {
            kind: 'NonNullType',
            type: {
              kind: 'ListType',
              type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
            },
          },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'nodes' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'ids' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'ids' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Token' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'TokenCard' }, directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'TokenCard' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Token' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'isFavorite' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'initialWord' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'objectWord' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'version' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'palette' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'hex' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'share' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'picture' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'leakReport' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'transfer' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'excessLeakage' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'carries' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'library' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'isGranted' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'inversion' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'image' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'picture' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'expiresAt' },
                              arguments: [],
                              directives: [],
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<SlotTokensQuery, SlotTokensQueryVariables>;

export const CompositionHistoryDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'CompositionState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Composition' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'prompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'negativePrompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'seeds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'guidance' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'scheduler' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'model' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grid' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'error' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'slots' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'strength' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'tokenName' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'token' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'words' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'word' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'outputs' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'seed' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  alias: { kind: 'Name', value: 'large' },
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'size' },
                      value: { kind: 'EnumValue', value: 'MEDIUM' },
                    },
                  ],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'CompositionHistory' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'compositions' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '16' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'after' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'after' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'pageInfo' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'hasNextPage' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'endCursor' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'cursor' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            {
                              kind: 'FragmentSpread',
                              name: { kind: 'Name', value: 'CompositionState' },
                              directives: [],
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<CompositionHistoryQuery, CompositionHistoryQueryVariables>;

export const GridRowsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'CompositionState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Composition' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'prompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'negativePrompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'seeds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'guidance' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'scheduler' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'model' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grid' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'error' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'slots' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'strength' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'tokenName' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'token' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'words' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'word' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'outputs' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'seed' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  alias: { kind: 'Name', value: 'large' },
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'size' },
                      value: { kind: 'EnumValue', value: 'MEDIUM' },
                    },
                  ],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'GridState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Grid' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'rows' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'CompositionState' }, directives: [] },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'GridRows' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grid' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Grid' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'GridState' }, directives: [] },
                    ],
                  },
                },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<GridRowsQuery, GridRowsQueryVariables>;

export const CompositionProgressDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'CompositionState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Composition' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'prompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'negativePrompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'seeds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'guidance' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'scheduler' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'model' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grid' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'error' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'slots' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'strength' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'tokenName' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'token' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'words' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'word' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'outputs' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'seed' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  alias: { kind: 'Name', value: 'large' },
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'size' },
                      value: { kind: 'EnumValue', value: 'MEDIUM' },
                    },
                  ],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      name: { kind: 'Name', value: 'CompositionProgress' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'compositionProgress' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'compositionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'CompositionState' }, directives: [] },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<CompositionProgressSubscription, CompositionProgressSubscriptionVariables>;

export const ComposeDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'CompositionState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Composition' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'prompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'negativePrompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'seeds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'guidance' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'scheduler' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'model' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grid' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'error' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'slots' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'strength' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'tokenName' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'token' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'words' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'word' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'outputs' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'seed' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  alias: { kind: 'Name', value: 'large' },
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'size' },
                      value: { kind: 'EnumValue', value: 'MEDIUM' },
                    },
                  ],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'Compose' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'prompt' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'negativePrompt' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'slots' } },
          type: {
            kind: 'ListType',
            type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'SlotInput' } } },
          },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'words' } },
          type: {
            kind: 'ListType',
            type: {
              kind: 'NonNullType',
              type: { kind: 'NamedType', name: { kind: 'Name', value: 'AttributeWordInput' } },
            },
          },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'seeds' } },
          type: {
            kind: 'ListType',
            type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Seed' } } },
          },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'steps' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'guidance' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Float' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'scheduler' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'width' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'height' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'modelId' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'composeImages' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'prompt' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'prompt' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'negativePrompt' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'negativePrompt' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'slots' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'slots' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'words' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'words' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'seeds' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'seeds' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'steps' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'steps' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'guidance' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'guidance' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'scheduler' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'scheduler' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'width' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'width' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'height' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'height' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'modelId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'modelId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'clientMutationKey' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Composition' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'CompositionState' }, directives: [] },
                    ],
                  },
                },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<ComposeMutation, ComposeMutationVariables>;

export const ComposeGridDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'CompositionState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Composition' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'prompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'negativePrompt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'seeds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'guidance' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'scheduler' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'model' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'grid' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'error' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'slots' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'strength' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'tokenName' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'token' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [{ kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] }],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'words' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'word' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'outputs' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'seed' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  alias: { kind: 'Name', value: 'large' },
                  name: { kind: 'Name', value: 'picture' },
                  arguments: [
                    {
                      kind: 'Argument',
                      name: { kind: 'Name', value: 'size' },
                      value: { kind: 'EnumValue', value: 'MEDIUM' },
                    },
                  ],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'GridState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Grid' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'rows' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'CompositionState' }, directives: [] },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ComposeGrid' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'attribute' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Attribute' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'tokens' } },
          type: {
            kind: 'NonNullType',
            type: {
              kind: 'ListType',
              type: {
                kind: 'NonNullType',
                type: { kind: 'NamedType', name: { kind: 'Name', value: 'GridTokenInput' } },
              },
            },
          },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'prompt' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'negativePrompt' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'slots' } },
          type: {
            kind: 'ListType',
            type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'SlotInput' } } },
          },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'words' } },
          type: {
            kind: 'ListType',
            type: {
              kind: 'NonNullType',
              type: { kind: 'NamedType', name: { kind: 'Name', value: 'AttributeWordInput' } },
            },
          },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'seeds' } },
          type: {
            kind: 'ListType',
            type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Seed' } } },
          },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'steps' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'guidance' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Float' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'scheduler' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'width' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'height' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'modelId' } },
          type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'composeGrid' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'attribute' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'attribute' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'tokens' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'tokens' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'prompt' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'prompt' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'negativePrompt' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'negativePrompt' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'slots' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'slots' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'words' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'words' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'seeds' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'seeds' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'steps' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'steps' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'guidance' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'guidance' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'scheduler' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'scheduler' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'width' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'width' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'height' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'height' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'modelId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'modelId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'clientMutationKey' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'key' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Grid' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'GridState' }, directives: [] },
                    ],
                  },
                },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<ComposeGridMutation, ComposeGridMutationVariables>;

export const DeleteCompositionDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'DeleteComposition' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'deleteComposition' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'compositionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<DeleteCompositionMutation, DeleteCompositionMutationVariables>;

export const DeleteGridDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'DeleteGrid' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'deleteGrid' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'gridId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<DeleteGridMutation, DeleteGridMutationVariables>;

export const StopCompositionDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'StopComposition' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'cancelComposition' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'compositionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Composition' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<StopCompositionMutation, StopCompositionMutationVariables>;

export const ExportOutputDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ExportOutput' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'metadata' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'PictureMetadata' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'exportOutputs' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'outputIds' },
                value: { kind: 'ListValue', values: [{ kind: 'Variable', name: { kind: 'Name', value: 'id' } }] },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'metadata' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'metadata' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'OutputExport' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'files' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'file' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'url' },
                                    arguments: [],
                                    directives: [],
                                  },
                                ],
                              },
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<ExportOutputMutation, ExportOutputMutationVariables>;

export const DraftDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Draft' },
      variableDefinitions: [],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'boardDraft' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'content' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'revision' }, arguments: [], directives: [] },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<DraftQuery, DraftQueryVariables>;

export const SaveDraftDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'SaveDraft' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'content' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'revision' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Int' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'saveBoardDraft' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'content' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'content' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'revision' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'revision' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'BoardDraft' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'content' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'revision' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<SaveDraftMutation, SaveDraftMutationVariables>;
