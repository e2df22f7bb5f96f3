import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type RunCardFragment = {
  readonly id: string;
  readonly name: string;
  readonly status: Types.RunStatus;
  readonly done: number;
  readonly total: number;
  readonly queuePosition: number | null;
  readonly remainingSeconds: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly method: string;
  readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
  readonly library: { readonly id: string; readonly name: string } | null;
  readonly image: {
    readonly id: string;
    readonly name: string;
    readonly picture: { readonly url: string; readonly expiresAt: string } | null;
  } | null;
};

export type RunStateFragment = {
  readonly id: string;
  readonly name: string;
  readonly status: Types.RunStatus;
  readonly done: number;
  readonly total: number;
  readonly queuePosition: number | null;
  readonly remainingSeconds: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly method: string;
  readonly image: {
    readonly id: string;
    readonly name: string;
    readonly large: { readonly url: string; readonly expiresAt: string } | null;
    readonly picture: { readonly url: string; readonly expiresAt: string } | null;
  } | null;
  readonly assessment: {
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
  readonly losses: {
    readonly total: number;
    readonly reconstruction: number;
    readonly colorStyle: number | null;
    readonly objectLayout: number | null;
  } | null;
  readonly segments: ReadonlyArray<{
    readonly step: number;
    readonly losses: { readonly url: string; readonly expiresAt: string };
    readonly picture: { readonly url: string; readonly expiresAt: string } | null;
  }>;
  readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
  readonly library: { readonly id: string; readonly name: string } | null;
};

export type RunPageQueryVariables = Exact<{
  id: string;
}>;

export type RunPageQuery = {
  readonly inversion:
    | {
        readonly __typename: 'Inversion';
        readonly objectWord: string | null;
        readonly steps: number;
        readonly seed: number | null;
        readonly id: string;
        readonly name: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly queuePosition: number | null;
        readonly remainingSeconds: number | null;
        readonly createdAt: string;
        readonly startedAt: string | null;
        readonly finishedAt: string | null;
        readonly method: string;
        readonly model: { readonly id: string; readonly name: string } | null;
        readonly image: {
          readonly id: string;
          readonly name: string;
          readonly large: { readonly url: string; readonly expiresAt: string } | null;
          readonly picture: { readonly url: string; readonly expiresAt: string } | null;
        } | null;
        readonly assessment: {
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
        readonly losses: {
          readonly total: number;
          readonly reconstruction: number;
          readonly colorStyle: number | null;
          readonly objectLayout: number | null;
        } | null;
        readonly segments: ReadonlyArray<{
          readonly step: number;
          readonly losses: { readonly url: string; readonly expiresAt: string };
          readonly picture: { readonly url: string; readonly expiresAt: string } | null;
        }>;
        readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
        readonly library: { readonly id: string; readonly name: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string };
  readonly tokens: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly attribute: Types.TokenAttribute;
        readonly isFavorite: boolean;
        readonly initialWord: string;
        readonly objectWord: string;
        readonly version: number;
        readonly leakReport: {
          readonly sentence: string;
          readonly pictures: number;
          readonly transfer: number | null;
          readonly excessLeakage: number | null;
          readonly carries: ReadonlyArray<Types.Attribute>;
          readonly rates: ReadonlyArray<{
            readonly token: Types.Attribute;
            readonly factor: Types.Attribute;
            readonly rate: number;
            readonly base: number | null;
          }>;
        } | null;
        readonly palette: ReadonlyArray<{ readonly name: string; readonly hex: string | null; readonly share: number }>;
        readonly picture: { readonly url: string; readonly expiresAt: string } | null;
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

export type RunTokenListFragment = {
  readonly edges: ReadonlyArray<{
    readonly node: {
      readonly id: string;
      readonly name: string;
      readonly attribute: Types.TokenAttribute;
      readonly isFavorite: boolean;
      readonly initialWord: string;
      readonly objectWord: string;
      readonly version: number;
      readonly leakReport: {
        readonly sentence: string;
        readonly pictures: number;
        readonly transfer: number | null;
        readonly excessLeakage: number | null;
        readonly carries: ReadonlyArray<Types.Attribute>;
        readonly rates: ReadonlyArray<{
          readonly token: Types.Attribute;
          readonly factor: Types.Attribute;
          readonly rate: number;
          readonly base: number | null;
        }>;
      } | null;
      readonly palette: ReadonlyArray<{ readonly name: string; readonly hex: string | null; readonly share: number }>;
      readonly picture: { readonly url: string; readonly expiresAt: string } | null;
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

export type RunTokensQueryVariables = Exact<{
  inversionId: string;
}>;

export type RunTokensQuery = {
  readonly tokens: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly attribute: Types.TokenAttribute;
        readonly isFavorite: boolean;
        readonly initialWord: string;
        readonly objectWord: string;
        readonly version: number;
        readonly leakReport: {
          readonly sentence: string;
          readonly pictures: number;
          readonly transfer: number | null;
          readonly excessLeakage: number | null;
          readonly carries: ReadonlyArray<Types.Attribute>;
          readonly rates: ReadonlyArray<{
            readonly token: Types.Attribute;
            readonly factor: Types.Attribute;
            readonly rate: number;
            readonly base: number | null;
          }>;
        } | null;
        readonly palette: ReadonlyArray<{ readonly name: string; readonly hex: string | null; readonly share: number }>;
        readonly picture: { readonly url: string; readonly expiresAt: string } | null;
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

export type RunProgressSubscriptionVariables = Exact<{
  id: string;
}>;

export type RunProgressSubscription = {
  readonly inversionProgress: {
    readonly id: string;
    readonly name: string;
    readonly status: Types.RunStatus;
    readonly done: number;
    readonly total: number;
    readonly queuePosition: number | null;
    readonly remainingSeconds: number | null;
    readonly createdAt: string;
    readonly startedAt: string | null;
    readonly finishedAt: string | null;
    readonly method: string;
    readonly image: {
      readonly id: string;
      readonly name: string;
      readonly large: { readonly url: string; readonly expiresAt: string } | null;
      readonly picture: { readonly url: string; readonly expiresAt: string } | null;
    } | null;
    readonly assessment: {
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
    readonly losses: {
      readonly total: number;
      readonly reconstruction: number;
      readonly colorStyle: number | null;
      readonly objectLayout: number | null;
    } | null;
    readonly segments: ReadonlyArray<{
      readonly step: number;
      readonly losses: { readonly url: string; readonly expiresAt: string };
      readonly picture: { readonly url: string; readonly expiresAt: string } | null;
    }>;
    readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
    readonly library: { readonly id: string; readonly name: string } | null;
  };
};

export type RunCardProgressSubscriptionVariables = Exact<{
  id: string;
}>;

export type RunCardProgressSubscription = {
  readonly inversionProgress: {
    readonly id: string;
    readonly name: string;
    readonly status: Types.RunStatus;
    readonly done: number;
    readonly total: number;
    readonly queuePosition: number | null;
    readonly remainingSeconds: number | null;
    readonly createdAt: string;
    readonly startedAt: string | null;
    readonly finishedAt: string | null;
    readonly method: string;
    readonly error: { readonly code: Types.RunErrorCode | null; readonly message: string } | null;
    readonly library: { readonly id: string; readonly name: string } | null;
    readonly image: {
      readonly id: string;
      readonly name: string;
      readonly picture: { readonly url: string; readonly expiresAt: string } | null;
    } | null;
  };
};

export type CancelRunMutationVariables = Exact<{
  id: string;
}>;

export type CancelRunMutation = {
  readonly cancelInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'Inversion' }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type ResumeRunMutationVariables = Exact<{
  id: string;
}>;

export type ResumeRunMutation = {
  readonly resumeInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'Inversion'; readonly id: string; readonly status: Types.RunStatus }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export const RunPageDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunCard' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inversion' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'method' }, arguments: [], directives: [] },
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
            name: { kind: 'Name', value: 'library' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'image' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
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
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inversion' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunCard' }, directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'image' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
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
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'assessment' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
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
                      { kind: 'Field', name: { kind: 'Name', value: 'confidence' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'warnings' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'losses' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'reconstruction' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'colorStyle' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'objectLayout' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'segments' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'step' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'losses' },
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
      name: { kind: 'Name', value: 'RunPage' },
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
            name: { kind: 'Name', value: 'inversion' },
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
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inversion' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunState' }, directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'objectWord' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'seed' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'model' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
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
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'tokens' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inversionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '20' } },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunTokenList' }, directives: [] }],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunTokenList' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'TokenConnection' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'edges' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'node' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'TokenCard' }, directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'leakReport' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'sentence' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'pictures' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'rates' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'token' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'factor' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'rate' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'base' },
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
} as unknown as TypedDocumentNode<RunPageQuery, RunPageQueryVariables>;

export const RunTokensDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunTokenList' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'TokenConnection' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'edges' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'node' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'TokenCard' }, directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'leakReport' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'sentence' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'pictures' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'rates' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'token' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'factor' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'rate' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'base' },
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
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'RunTokens' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'inversionId' } },
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
            name: { kind: 'Name', value: 'tokens' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inversionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'inversionId' } },
              },
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '20' } },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunTokenList' }, directives: [] }],
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
} as unknown as TypedDocumentNode<RunTokensQuery, RunTokensQueryVariables>;

export const RunProgressDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunCard' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inversion' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'method' }, arguments: [], directives: [] },
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
            name: { kind: 'Name', value: 'library' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'image' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
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
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunState' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inversion' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunCard' }, directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'image' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
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
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'assessment' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
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
                      { kind: 'Field', name: { kind: 'Name', value: 'confidence' }, arguments: [], directives: [] },
                    ],
                  },
                },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'warnings' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'losses' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'reconstruction' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'colorStyle' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'objectLayout' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'segments' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'step' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'losses' },
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
      name: { kind: 'Name', value: 'RunProgress' },
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
            name: { kind: 'Name', value: 'inversionProgress' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inversionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunState' }, directives: [] }],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<RunProgressSubscription, RunProgressSubscriptionVariables>;

export const RunCardProgressDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'RunCard' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inversion' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'status' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'done' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'total' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'queuePosition' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'remainingSeconds' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'startedAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'finishedAt' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'method' }, arguments: [], directives: [] },
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
            name: { kind: 'Name', value: 'library' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'image' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
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
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'subscription',
      name: { kind: 'Name', value: 'RunCardProgress' },
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
            name: { kind: 'Name', value: 'inversionProgress' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inversionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunCard' }, directives: [] }],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<RunCardProgressSubscription, RunCardProgressSubscriptionVariables>;

export const CancelRunDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'CancelRun' },
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
            name: { kind: 'Name', value: 'cancelInversion' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inversionId' },
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
} as unknown as TypedDocumentNode<CancelRunMutation, CancelRunMutationVariables>;

export const ResumeRunDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'ResumeRun' },
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
            name: { kind: 'Name', value: 'resumeInversion' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inversionId' },
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
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Inversion' } },
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
} as unknown as TypedDocumentNode<ResumeRunMutation, ResumeRunMutationVariables>;
