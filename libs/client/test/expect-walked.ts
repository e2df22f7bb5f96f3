import { expect } from 'vitest';
import type { Walked } from './walk.ts';

const PNG = [...Buffer.from('PNG')];

/** What every walk has to bring, wherever it ran. */
export function expectWalked(walked: Walked, pictureBytes: number): void {
  const { name, sentBytes, states, timesLost, attributes, heads } = walked;
  expect(name).toBe('Ada');
  expect(sentBytes[0]).toBe(0);
  expect(sentBytes.at(-1)).toBe(pictureBytes);
  expect(sentBytes.length).toBeGreaterThan(2);
  expect(sentBytes).toEqual(sentBytes.toSorted((a, b) => a - b));

  // Lost once, and nothing of the run with it, nor anything told twice or out of order.
  expect(timesLost).toBe(1);
  expect(states.at(-1)).toMatchObject({ status: 'FINISHED', done: 12, total: 12 });
  const done = states.map((state) => state.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(new Set(done.filter((step) => step > 0 && step < 12)).size).toBe(
    done.filter((step) => step > 0 && step < 12).length,
  );

  expect(attributes).toEqual(['COLOR', 'LAYOUT', 'OBJECT', 'STYLE']);
  expect(heads).toEqual([PNG, PNG]);
}
