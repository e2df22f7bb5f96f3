import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { NoTurnError, Turns } from './turns.ts';

const held = () => Promise.withResolvers<void>();

test('so many of one key run at once, and others are not held up', async () => {
  const turns = new Turns({ atOnce: 2, waiting: 10, withinMs: 60_000 });
  const { promise, resolve } = held();
  const log: string[] = [];
  const greedy = Array.from({ length: 4 }, (_, i) =>
    turns.take('greedy', async () => (log.push(`greedy ${i}`), promise)),
  );
  await turns.take('other', async () => log.push('other'));
  expect(log).toEqual(['greedy 0', 'greedy 1', 'other']);
  resolve();
  await Promise.all(greedy);
  expect(log).toHaveLength(5);
});

test('what finds too many waiting is refused at once, and what waited too long is refused then; neither has begun', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 1, withinMs: 20 });
  const { promise, resolve } = held();
  let begun = 0;
  const begin = async () => void begun++;
  const running = turns.take('a', () => promise);
  const waiting = turns.take('a', begin);
  await expect(turns.take('a', begin)).rejects.toBeInstanceOf(NoTurnError);
  await expect(waiting).rejects.toBeInstanceOf(NoTurnError);
  resolve();
  await running;
  await delay(0);
  expect(begun).toBe(0);
  await turns.take('a', begin);
  expect(begun).toBe(1);
});

test('what fails gives its turn up, and says its own error', async () => {
  const turns = new Turns({ atOnce: 1, waiting: 1, withinMs: 60_000 });
  await expect(turns.take('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await turns.take('a', async () => 'next')).toBe('next');
});
