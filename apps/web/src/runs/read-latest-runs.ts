import 'server-only';
import { query } from '../graphql/server.ts';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { LatestRunsDocument } from './latest-runs.graphql.ts';
import { RunTokensDocument } from './run.graphql.ts';

export interface LatestRun {
  readonly id: string;
  readonly name: string;
  readonly tokens: readonly TokenCardFragment[];
}

/** The latest finished runs with their tokens, for the first paint; the latest first. */
export async function readLatestRuns(first: number): Promise<LatestRun[]> {
  const { data } = await query({ query: LatestRunsDocument, variables: { first } });
  return Promise.all(
    (data?.inversions.edges ?? []).map(async ({ node: { id, name } }) => {
      const found = await query({ query: RunTokensDocument, variables: { inversionId: id } });
      return { id, name, tokens: found.data?.tokens.edges.map(({ node }) => node) ?? [] };
    }),
  );
}
