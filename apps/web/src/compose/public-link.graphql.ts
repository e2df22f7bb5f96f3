import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };

export type PublicLinkFragment = {
  readonly id: string;
  readonly link: { readonly url: string | null; readonly showsMaker: boolean; readonly showsRecipe: boolean } | null;
};

export type PictureLinkQueryVariables = Exact<{
  id: string;
}>;

export type PictureLinkQuery = {
  readonly viewer: { readonly user: { readonly id: string } | null };
  readonly node:
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
    | {
        readonly __typename: 'Output';
        readonly id: string;
        readonly composition: { readonly id: string; readonly createdBy: { readonly id: string } | null };
        readonly link: {
          readonly url: string | null;
          readonly showsMaker: boolean;
          readonly showsRecipe: boolean;
        } | null;
      }
    | { readonly __typename: 'Token' }
    | { readonly __typename: 'Usage' }
    | { readonly __typename: 'User' }
    | { readonly __typename: 'Webhook' }
    | { readonly __typename: 'WebhookDelivery' }
    | null;
};

export type MakeLinkMutationVariables = Exact<{
  id: string;
  showsMaker: boolean;
  showsRecipe: boolean;
}>;

export type MakeLinkMutation = {
  readonly createOutputLink:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Output';
        readonly id: string;
        readonly link: {
          readonly url: string | null;
          readonly showsMaker: boolean;
          readonly showsRecipe: boolean;
        } | null;
      };
};

export type EndLinkMutationVariables = Exact<{
  id: string;
}>;

export type EndLinkMutation = {
  readonly revokeOutputLink:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Output';
        readonly id: string;
        readonly link: {
          readonly url: string | null;
          readonly showsMaker: boolean;
          readonly showsRecipe: boolean;
        } | null;
      };
};

export const PictureLinkDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'PublicLink' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Output' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'link' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'showsMaker' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'showsRecipe' }, arguments: [], directives: [] },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'PictureLink' },
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
            name: { kind: 'Name', value: 'viewer' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'user' },
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
            name: { kind: 'Name', value: 'node' },
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
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Output' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'PublicLink' }, directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'composition' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'createdBy' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
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
  ],
} as unknown as TypedDocumentNode<PictureLinkQuery, PictureLinkQueryVariables>;

export const MakeLinkDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'PublicLink' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Output' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'link' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'showsMaker' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'showsRecipe' }, arguments: [], directives: [] },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'MakeLink' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'showsMaker' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Boolean' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'showsRecipe' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Boolean' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'createOutputLink' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'outputId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'showsMaker' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'showsMaker' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'showsRecipe' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'showsRecipe' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Output' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'PublicLink' }, directives: [] },
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
} as unknown as TypedDocumentNode<MakeLinkMutation, MakeLinkMutationVariables>;

export const EndLinkDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'PublicLink' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Output' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'link' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'showsMaker' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'showsRecipe' }, arguments: [], directives: [] },
              ],
            },
          },
        ],
      },
    },
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'EndLink' },
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
            name: { kind: 'Name', value: 'revokeOutputLink' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'outputId' },
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
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Output' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'PublicLink' }, directives: [] },
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
} as unknown as TypedDocumentNode<EndLinkMutation, EndLinkMutationVariables>;
