import { isEnd, type EndStatus } from '../runs/run-end.ts';
import type { Change } from './changes.ts';

/** A run that has come to its end. */
export interface EndedRun {
  readonly id: string;
  readonly name: string;
  readonly status: EndStatus;
}

/**
 * Tells, of all that the feed says over time, the runs of one person that end. One that was never seen under way has ended before.
 * @returns what takes the next changes
 */
export function followEnds(userId: string): (changes: readonly Change[]) => readonly EndedRun[] {
  const underWay = new Set<string>();
  return (changes) =>
    changes.flatMap(({ node }) => {
      if (node?.__typename !== 'Inversion' || node.createdBy?.id !== userId) return [];
      const { id, name, status } = node;
      if (isEnd(status)) return underWay.delete(id) ? [{ id, name, status }] : [];
      underWay.add(id);
      return [];
    });
}
