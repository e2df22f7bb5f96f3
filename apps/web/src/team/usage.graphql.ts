import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type UsageByMonthQueryVariables = Exact<{ [key: string]: never }>;

export type UsageByMonthQuery = {
  readonly usage: ReadonlyArray<{
    readonly id: string;
    readonly kind: Types.UsageKind;
    readonly month: string;
    readonly used: number;
    readonly limit: number;
    readonly resetsAt: string | null;
  }>;
};

export const UsageByMonthDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'UsageByMonth' },
      variableDefinitions: [],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'usage' },
            arguments: [
              { kind: 'Argument', name: { kind: 'Name', value: 'months' }, value: { kind: 'IntValue', value: '12' } },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'kind' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'month' }, arguments: [], directives: [] },
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
} as unknown as TypedDocumentNode<UsageByMonthQuery, UsageByMonthQueryVariables>;
