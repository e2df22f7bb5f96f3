import { expect, test, vi } from 'vitest';
import type { Change } from './changes.ts';
import { followDrawings, type Drawing, type EndedDrawing } from './ended-drawings.ts';

type Status = Drawing['status'];
const ME = 'me';

/** A service of compositions, by their ids, of which some are rows of one grid. */
function service(isGrid: boolean, statuses: Record<string, Status>, maker: string | null = ME) {
  const told: (readonly [string, number])[] = [];
  const rows = () => Object.entries(statuses).map(([id, status]) => ({ id, status, seeds: [1, 2] }));
  const ask = vi.fn(async (id: string): Promise<Drawing | undefined> => {
    const status = statuses[id];
    return (
      status && {
        __typename: 'Composition',
        id,
        status,
        prompt: null,
        seeds: [1, 2],
        slots: [],
        createdBy: maker === null ? null : { id: maker },
        grid: isGrid ? { id: 'grid', attribute: 'COLOR', rows: rows() } : null,
      }
    );
  });
  const take = followDrawings(ME, ask, ({ status, pictures }: EndedDrawing) => told.push([status, pictures]));
  const hear = async (change: Change['change'], ...ids: string[]): Promise<void> => {
    take(ids.map((id) => ({ change, typename: 'Composition', id, node: null })));
    await vi.waitFor(() => expect(ask.mock.settledResults.every(({ type }) => type !== 'incomplete')).toBe(true));
    await Promise.resolve();
  };
  return { told, hear, ask };
}

test('a composition is told of once, when it ends', async () => {
  const statuses: Record<string, Status> = { a: 'QUEUED' };
  const { told, hear } = service(false, statuses);
  await hear('CREATED', 'a');
  statuses['a'] = 'RUNNING';
  await hear('CHANGED', 'a');
  expect(told).toEqual([]);
  statuses['a'] = 'FINISHED';
  await hear('CHANGED', 'a');
  await hear('CHANGED', 'a');
  expect(told).toEqual([['FINISHED', 2]]);
});

test('one that is drawn before it is asked for is told of as well', async () => {
  const { told, hear } = service(false, { a: 'FINISHED' });
  await hear('CREATED', 'a');
  await hear('CHANGED', 'a');
  expect(told).toEqual([['FINISHED', 2]]);
});

test('one that was drawn before anybody looked, and one of somebody else, are not told of', async () => {
  const old = service(false, { a: 'FINISHED' });
  await old.hear('CHANGED', 'a');
  const others = service(false, { a: 'FINISHED' }, 'another');
  await others.hear('CREATED', 'a');
  const nobodys = service(false, { a: 'FINISHED' }, null);
  await nobodys.hear('CREATED', 'a');
  expect([old.told, others.told, nobodys.told]).toEqual([[], [], []]);
});

test.each<[string, Status, Status, string]>([
  ['all rows are drawn', 'FINISHED', 'FINISHED', 'FINISHED'],
  ['a row has failed', 'FAILED', 'CANCELLED', 'FAILED'],
  ['a row was cancelled', 'FINISHED', 'CANCELLED', 'CANCELLED'],
])('a grid is told of once, as a whole, when its last row has ended: %s', async (_, first, second, whole) => {
  const statuses: Record<string, Status> = { a: 'QUEUED', b: 'QUEUED' };
  const { told, hear } = service(true, statuses);
  await hear('CREATED', 'a', 'b');
  statuses['a'] = first;
  await hear('CHANGED', 'a');
  expect(told).toEqual([]);
  statuses['b'] = second;
  await hear('CHANGED', 'b');
  await hear('CHANGED', 'a', 'b');
  expect(told).toEqual([[whole, 4]]);
});

test('a grid of which one row is known only when the page comes up is told of when its others have ended', async () => {
  const statuses: Record<string, Status> = { a: 'FINISHED', b: 'QUEUED' };
  const { told, hear } = service(true, statuses);
  await hear('CHANGED', 'a');
  expect(told).toEqual([]);
  statuses['b'] = 'FINISHED';
  await hear('CHANGED', 'b');
  expect(told).toEqual([['FINISHED', 4]]);
});

test('what changes while it is asked for is asked for once more, and not once for each change', async () => {
  const { told, hear, ask } = service(false, { a: 'FINISHED' });
  await hear('CREATED', 'a', 'a', 'a', 'a');
  await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
  expect(told).toEqual([['FINISHED', 2]]);
});

test('what cannot be asked for, or is gone, disturbs nothing', async () => {
  const { told, hear, ask } = service(false, {});
  ask.mockRejectedValueOnce(new Error('offline'));
  await hear('CREATED', 'a');
  await hear('CHANGED', 'a');
  await hear('DELETED', 'a');
  expect(told).toEqual([]);
});
