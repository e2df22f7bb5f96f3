'use client';
import { useCallback, useEffect, useState } from 'react';
import { toSearch } from './board-address.ts';
import type { Board } from './board.ts';

const UNDO_STEPS = 100;

interface History {
  readonly now: Board;
  readonly before: readonly Board[];
  /** What was undone, the next to come back last. */
  readonly after: readonly Board[];
}

export interface BoardState {
  readonly board: Board;
  /** @param isSmall one of many small changes of the same thing, which are undone together */
  readonly change: (next: (board: Board) => Board, isSmall?: boolean) => void;
  readonly undo: () => void;
  readonly canUndo: boolean;
  /** Takes an undo back, as long as nothing was changed since. */
  readonly redo: () => void;
  readonly canRedo: boolean;
}

/** The board, with the way back. The address follows it, so a reload or a colleague gets the same. */
export function useBoard(initial: Board): BoardState {
  const [{ now, before, after }, setHistory] = useState<History>({ now: initial, before: [], after: [] });
  const change = useCallback(
    (next: (board: Board) => Board, isSmall = false): void =>
      setHistory((history) => {
        const changed = next(history.now);
        const past = isSmall && history.before.length > 0 ? history.before : [...history.before, history.now];
        return { now: changed, before: past.slice(-UNDO_STEPS), after: [] };
      }),
    [],
  );
  const undo = useCallback(
    (): void =>
      setHistory((history) => {
        const last = history.before.at(-1);
        if (!last) return history;
        return { now: last, before: history.before.slice(0, -1), after: [...history.after, history.now] };
      }),
    [],
  );
  const redo = useCallback(
    (): void =>
      setHistory((history) => {
        const next = history.after.at(-1);
        if (!next) return history;
        return { now: next, before: [...history.before, history.now], after: history.after.slice(0, -1) };
      }),
    [],
  );
  useEffect(() => {
    const search = toSearch(now).toString();
    window.history.replaceState(null, '', search === '' ? location.pathname : `?${search}`);
  }, [now]);
  return { board: now, change, undo, canUndo: before.length > 0, redo, canRedo: after.length > 0 };
}
