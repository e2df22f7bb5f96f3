'use client';
import { useCallback, useEffect, useState } from 'react';
import { toSearch, type Board } from './board.ts';

const UNDO_STEPS = 100;

interface History {
  readonly now: Board;
  readonly before: readonly Board[];
}

export interface BoardState {
  readonly board: Board;
  /** @param isSmall one of many small changes of the same thing, which are undone together */
  readonly change: (next: (board: Board) => Board, isSmall?: boolean) => void;
  readonly undo: () => void;
  readonly canUndo: boolean;
}

/** The board, with the way back. The address follows it, so a reload or a colleague gets the same. */
export function useBoard(initial: Board): BoardState {
  const [{ now, before }, setHistory] = useState<History>({ now: initial, before: [] });
  const change = useCallback(
    (next: (board: Board) => Board, isSmall = false): void =>
      setHistory((history) => {
        const changed = next(history.now);
        const past = isSmall && history.before.length > 0 ? history.before : [...history.before, history.now];
        return { now: changed, before: past.slice(-UNDO_STEPS) };
      }),
    [],
  );
  const undo = useCallback(
    (): void =>
      setHistory((history) => {
        const last = history.before.at(-1);
        return last ? { now: last, before: history.before.slice(0, -1) } : history;
      }),
    [],
  );
  useEffect(() => {
    const search = toSearch(now).toString();
    window.history.replaceState(null, '', search === '' ? location.pathname : `?${search}`);
  }, [now]);
  return { board: now, change, undo, canUndo: before.length > 0 };
}
