import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../generated/tada/graphql-env.d.ts';

export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; Seed: number };
}>();
