import { isEnd, type EndStatus } from '../runs/run-end.ts';
import type { Change } from './changes.ts';
import type { DrawingQuery } from './feed.graphql.ts';

export type Drawing = Extract<DrawingQuery['composition'], { readonly __typename: 'Composition' }>;

/** What somebody has had drawn: one composition, or all rows of a grid. */
export interface EndedDrawing {
  readonly drawing: Drawing;
  readonly status: EndStatus;
  readonly pictures: number;
}

/**
 * Tells, of all that the feed says over time, what one person has had drawn. What was never seen under way was drawn before. Each
 * composition that changes is asked for, since the feed says no more of it than its id: what a page shows of it comes in one piece.
 * @param ask for a composition as it is now; undefined if it is gone
 * @returns what takes the next changes
 */
export function followDrawings(
  userId: string,
  ask: (id: string) => Promise<Drawing | undefined>,
  tell: (ended: EndedDrawing) => void,
): (changes: readonly Change[]) => void {
  const underWay = new Set<string>();
  /** Compositions that have come, also those that are drawn before they are asked for. */
  const made = new Set<string>();
  /** By id: whether it has changed again since it was asked for. */
  const asked = new Map<string, boolean>();

  const look = async (id: string): Promise<void> => {
    const drawing = await ask(id);
    if (drawing?.createdBy?.id !== userId) return void made.delete(id);
    const rows = drawing.grid?.rows ?? [drawing];
    const whole = drawing.grid?.id ?? id;
    const statuses = rows.map(({ status }) => status);
    // All rows of a grid come at once, and are told of once.
    const isNew = rows.filter((row) => made.delete(row.id)).length > 0;
    if (isNew || !statuses.every(isEnd)) underWay.add(whole);
    if (statuses.every(isEnd) && underWay.delete(whole))
      tell({ drawing, status: endOf(statuses), pictures: rows.reduce((sum, { seeds }) => sum + seeds.length, 0) });
  };
  const lookUntilItRests = async (id: string): Promise<void> => {
    if (asked.has(id)) return void asked.set(id, true);
    try {
      do {
        asked.set(id, false);
        await look(id);
      } while (asked.get(id));
    } finally {
      asked.delete(id);
    }
  };
  return (changes) => {
    for (const { typename, id, change } of changes) {
      if (typename !== 'Composition' || change === 'DELETED') continue;
      if (change === 'CREATED') made.add(id);
      void lookUntilItRests(id).catch(() => undefined);
    }
  };
}

/** That of a grid is the worst of its rows. */
const endOf = (statuses: readonly EndStatus[]): EndStatus =>
  (['FAILED', 'CANCELLED'] as const).find((status) => statuses.includes(status)) ?? 'FINISHED';
