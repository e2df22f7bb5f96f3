'use client';
import { useCallback, useEffect, useState } from 'react';
import { toSearch } from './board-address.ts';
import type { Board } from './board.ts';
import { begun, changed, redone, undone } from './board-history.ts';

export interface BoardState {
  readonly board: Board;
  /** @param part what is changed bit by bit (see `changed`) */
  readonly change: (next: (board: Board) => Board, part?: string) => void;
  readonly undo: () => void;
  readonly canUndo: boolean;
  readonly redo: () => void;
  readonly canRedo: boolean;
}

/** The board, with the way back. The address follows it, so a reload or a colleague gets the same. */
export function useBoard(initial: Board): BoardState {
  const [history, setHistory] = useState(() => begun(initial));
  const { now, before, after } = history;
  const change = useCallback(
    (next: (board: Board) => Board, part?: string): void =>
      setHistory((history) => changed(history, next(history.now), part)),
    [],
  );
  const undo = useCallback((): void => setHistory(undone), []);
  const redo = useCallback((): void => setHistory(redone), []);
  useEffect(() => {
    const search = toSearch(now).toString();
    window.history.replaceState(null, '', search === '' ? location.pathname : `?${search}`);
  }, [now]);
  return { board: now, change, undo, canUndo: before.length > 0, redo, canRedo: after.length > 0 };
}
