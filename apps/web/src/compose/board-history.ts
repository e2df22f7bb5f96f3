import { toSearch } from './board-address.ts';
import type { Board } from './board.ts';

const UNDO_STEPS = 100;

/** The board, with the way back and forth. */
export interface History {
  readonly now: Board;
  readonly before: readonly Board[];
  /** What was undone, the next to come back last. */
  readonly after: readonly Board[];
  /** What the last change was a part of, as long as another one may go on with it. */
  readonly part?: string | undefined;
}

export const begun = (now: Board): History => ({ now, before: [], after: [] });

/**
 * The history with another board.
 * @param part names what is changed bit by bit, as a slider or a text is: such changes that follow each other are undone together
 */
export function changed(history: History, next: Board, part?: string): History {
  const { now, before, part: last } = history;
  // What is as it was would be an undo that does nothing.
  if (toSearch(next).toString() === toSearch(now).toString()) return history;
  const goesOn = part !== undefined && part === last;
  return { now: next, before: goesOn ? before : [...before, now].slice(-UNDO_STEPS), after: [], part };
}

export function undone(history: History): History {
  const { now, before, after } = history;
  const last = before.at(-1);
  return last ? { now: last, before: before.slice(0, -1), after: [...after, now] } : history;
}

/** Takes an undo back, as long as nothing was changed since. */
export function redone(history: History): History {
  const { now, before, after } = history;
  const next = after.at(-1);
  return next ? { now: next, before: [...before, now], after: after.slice(0, -1) } : history;
}
