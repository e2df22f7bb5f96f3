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
import { chipOf, unfilled, unplaced } from './prompt.ts';

export interface RunState {
  readonly run: () => void;
  readonly isAsking: boolean;
  /** Why the last press of the button has led to nothing, as long as the board is the same. */
  readonly wrong: string | undefined;
}

/** Has the board drawn: as one composition, or as a grid of them. What is queued is at once the newest of the history. */
export function useRun(board: Board): RunState {
  const ask = useAsk();
  const [isAsking, setAsking] = useState(false);
  const [wrong, setWrong] = useState<{ readonly of: Board; readonly message: string }>();
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
    setWrong(outcome.ok ? undefined : { of: board, message: outcome.message });
  };
  const run = (): void => {
    if (isAsking) return;
    const objection = objectionTo(board);
    if (objection === undefined) void queue();
    else setWrong({ of: board, message: objection });
  };
  return { run, isAsking, wrong: wrong?.of === board ? wrong.message : undefined };
}

/** Why a board is not sent: what would be refused or fail is said at once. */
function objectionTo(board: Board): string | undefined {
  const { grid, needsOne, unplaced: lost, unfilled: empty } = texts.compose;
  if (!isDrawable(board)) return board.swap ? grid.needsOne : needsOne;
  const [places, holes] = [unplaced(board), unfilled(board)];
  if (places.length > 0) return lost(places.map(chipOf));
  return holes.length > 0 ? empty(holes) : undefined;
}

function remember(cache: ApolloCache, made: readonly CompositionStateFragment[]): void {
  cache.updateQuery({ query: CompositionHistoryDocument }, (before) => {
    if (!before) return before;
    const edges = made.map((node) => ({ __typename: 'CompositionEdge' as const, cursor: '', node }));
    return { ...before, compositions: { ...before.compositions, edges: [...edges, ...before.compositions.edges] } };
  });
}
