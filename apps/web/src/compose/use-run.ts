'use client';
import { accepted } from '@facet/client';
import type { ApolloCache } from '@apollo/client';
import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { drawing, isDrawable, rowsOf, type Board } from './board.ts';
import {
  ComposeDocument,
  ComposeGridDocument,
  CompositionHistoryDocument,
  type CompositionStateFragment,
} from './compose.graphql.ts';

export interface RunState {
  readonly run: () => void;
  readonly isAsking: boolean;
  /** Why the last press of the button has led to nothing. */
  readonly wrong: string | undefined;
}

/** Has the board drawn: as one composition, or as a grid of them. What is queued is at once the newest of the history. */
export function useRun(board: Board): RunState {
  const [composeImages, single] = useMutation(ComposeDocument);
  const [composeGrid, grid] = useMutation(ComposeGridDocument);
  const [wrong, setWrong] = useState<string>();
  const isAsking = single.loading || grid.loading;
  const ask = async (): Promise<void> => {
    const variables = { ...drawing(board), key: crypto.randomUUID() };
    if (board.swap) {
      const { data } = await composeGrid({
        variables: { ...variables, ...rowsOf(board, board.swap) },
        update: (cache, { data: made }) =>
          made?.composeGrid.__typename === 'Grid' && remember(cache, made.composeGrid.rows.toReversed()),
      });
      accepted(data!.composeGrid);
      return;
    }
    const { data } = await composeImages({
      variables,
      update: (cache, { data: made }) =>
        made?.composeImages.__typename === 'Composition' && remember(cache, [made.composeImages]),
    });
    accepted(data!.composeImages);
  };
  const run = (): void => {
    if (isAsking) return;
    setWrong(isDrawable(board) ? undefined : board.swap ? texts.compose.grid.needsOne : texts.compose.needsOne);
    if (isDrawable(board)) void ask().catch((error: unknown) => setWrong((error as Error).message));
  };
  return { run, isAsking, wrong };
}

function remember(cache: ApolloCache, made: readonly CompositionStateFragment[]): void {
  cache.updateQuery({ query: CompositionHistoryDocument }, (before) => {
    if (!before) return before;
    const edges = made.map((node) => ({ __typename: 'CompositionEdge' as const, cursor: '', node }));
    return { ...before, compositions: { ...before.compositions, edges: [...edges, ...before.compositions.edges] } };
  });
}
