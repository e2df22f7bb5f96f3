import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type HomeQueryVariables = Exact<{ [key: string]: never }>;

export type HomeQuery = {
  readonly models: ReadonlyArray<{
    readonly id: string;
    readonly devices: ReadonlyArray<string>;
    readonly samples: ReadonlyArray<{
      readonly name: string;
      readonly picture: { readonly url: string; readonly expiresAt: string };
    }>;
  }>;
  readonly active: {
    readonly edges: ReadonlyArray<{
      readonly node: {
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
    }>;
  };
  readonly outputs: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly seed: number;
        readonly width: number;
        readonly height: number;
        readonly picture: { readonly url: string; readonly expiresAt: string } | null;
        readonly composition: { readonly id: string };
      };
    }>;
  };
};

export const HomeDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'Home' },
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
                { kind: 'Field', name: { kind: 'Name', value: 'devices' }, arguments: [], directives: [] },
                { kind: 'FragmentSpread', name: { kind: 'Name', value: 'ModelSamples' }, directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            alias: { kind: 'Name', value: 'active' },
            name: { kind: 'Name', value: 'inversions' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '4' } },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'statuses' },
                value: {
                  kind: 'ListValue',
                  values: [
                    { kind: 'EnumValue', value: 'QUEUED' },
                    { kind: 'EnumValue', value: 'RUNNING' },
                  ],
                },
              },
            ],
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
                            { kind: 'FragmentSpread', name: { kind: 'Name', value: 'RunCard' }, directives: [] },
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
            kind: 'Field',
            name: { kind: 'Name', value: 'outputs' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '12' } },
            ],
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
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'url' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'expiresAt' },
                                    arguments: [],
                                    directives: [],
                                  },
                                ],
                              },
                            },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'composition' },
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
      name: { kind: 'Name', value: 'ModelSamples' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Model' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'samples' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
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
  ],
} as unknown as TypedDocumentNode<HomeQuery, HomeQueryVariables>;
