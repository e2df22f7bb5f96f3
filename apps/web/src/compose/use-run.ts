'use client';
import type { ApolloCache } from '@apollo/client';
import { useState } from 'react';
import { useAsk } from '../graphql/use-action.ts';
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
  const ask = useAsk();
  const [isAsking, setAsking] = useState(false);
  const [wrong, setWrong] = useState<string>();
  const queue = async (): Promise<void> => {
    const variables = { ...drawing(board), key: crypto.randomUUID() };
    setAsking(true);
    const outcome = board.swap
      ? await ask(
          ComposeGridDocument,
          { ...variables, ...rowsOf(board, board.swap) },
          {
            update: (cache, { data }) =>
              data?.composeGrid.__typename === 'Grid' && remember(cache, data.composeGrid.rows.toReversed()),
          },
        )
      : await ask(ComposeDocument, variables, {
          update: (cache, { data }) =>
            data?.composeImages.__typename === 'Composition' && remember(cache, [data.composeImages]),
        });
    setAsking(false);
    setWrong(outcome.ok ? undefined : outcome.message);
  };
  const run = (): void => {
    if (isAsking) return;
    if (isDrawable(board)) void queue();
    else setWrong(board.swap ? texts.compose.grid.needsOne : texts.compose.needsOne);
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
