import { TypedDocumentString } from '@facet/client';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from './schema.ts';

export type RunsQueryVariables = Exact<{
  first: number;
  status?: Types.RunStatus | null | undefined;
}>;

export type RunsQuery = {
  readonly inversions: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly createdAt: string;
      };
    }>;
  };
  readonly compositions: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly status: Types.RunStatus;
        readonly done: number;
        readonly total: number;
        readonly prompt: string | null;
        readonly createdAt: string;
      };
    }>;
  };
};

export const RunsDocument = /* @__PURE__ */ new TypedDocumentString<RunsQuery, RunsQueryVariables>(
  'query Runs($first:Int!$status:RunStatus){inversions(first:$first status:$status){edges{node{id status done total name createdAt}}}compositions(first:$first status:$status){edges{node{id status done total prompt createdAt}}}}',
);
