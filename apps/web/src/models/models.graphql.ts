import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type ModelsPageQueryVariables = Exact<{ [key: string]: never }>;

export type ModelsPageQuery = {
  readonly models: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly fingerprint: string;
    readonly family: string | null;
    readonly prediction: string | null;
    readonly pixels: number;
    readonly devices: ReadonlyArray<string>;
    readonly schedulers: ReadonlyArray<string>;
    readonly defaultScheduler: string;
    readonly findsObjectWord: boolean;
    readonly defaultMethod: string;
    readonly card: {
      readonly license: string | null;
      readonly sections: ReadonlyArray<{
        readonly topic: Types.CardTopic;
        readonly title: string;
        readonly blocks: ReadonlyArray<{ readonly kind: Types.CardBlockKind; readonly text: string }>;
      }>;
    } | null;
    readonly methodDefaults: ReadonlyArray<{ readonly method: string; readonly steps: number }>;
    readonly limits: ReadonlyArray<{
      readonly name: string;
      readonly min: number;
      readonly max: number;
      readonly defaultValue: number | null;
    }>;
    readonly attribution: {
      readonly source: string;
      readonly note: string;
      readonly layers: ReadonlyArray<{ readonly index: number; readonly group: Types.LayerGroup }>;
      readonly attributes: ReadonlyArray<{
        readonly attribute: Types.Attribute;
        readonly stages: ReadonlyArray<{
          readonly stage: number;
          readonly fromTimestep: number;
          readonly untilTimestep: number;
          readonly layers: ReadonlyArray<number>;
        }>;
        readonly effects: ReadonlyArray<{
          readonly stage: number | null;
          readonly group: Types.LayerGroup;
          readonly followsAlone: number;
          readonly followsWithout: number;
        }> | null;
      }>;
    } | null;
  }>;
};

export const ModelsPageDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'ModelsPage' },
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
                { kind: 'Field', name: { kind: 'Name', value: 'fingerprint' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'family' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'prediction' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'pixels' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'devices' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'schedulers' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'defaultScheduler' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'findsObjectWord' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'card' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'license' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'sections' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'topic' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'title' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'blocks' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'kind' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'text' },
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
                { kind: 'Field', name: { kind: 'Name', value: 'defaultMethod' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'methodDefaults' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'method' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
                    ],
                  },
                },
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
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'attribution' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'source' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'note' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'layers' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'index' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'group' }, arguments: [], directives: [] },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'attributes' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'attribute' },
                              arguments: [],
                              directives: [],
                            },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'stages' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'stage' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'fromTimestep' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'untilTimestep' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'layers' },
                                    arguments: [],
                                    directives: [],
                                  },
                                ],
                              },
                            },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'effects' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'stage' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'group' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'followsAlone' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'followsWithout' },
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
  ],
} as unknown as TypedDocumentNode<ModelsPageQuery, ModelsPageQueryVariables>;
