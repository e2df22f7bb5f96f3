import { expect, test } from 'vitest';
import { Afterwards } from './afterwards.ts';

test('whoever hands work over waits for none of it; it is settled when all of it is done, with what that began', async () => {
  const afterwards = new Afterwards();
  const { promise, resolve } = Promise.withResolvers<void>();
  const log: string[] = [];
  const note = async (what: string): Promise<void> => void log.push(what);
  const handOver = (): void =>
    afterwards.do(
      'a',
      async () => {
        await promise;
        await note('first');
        afterwards.do('a', () => note('second'), fail);
      },
      fail,
    );
  handOver();
  expect(log).toEqual([]);
  resolve();
  await afterwards.settled();
  expect(log).toEqual(['first', 'second']);
});

test('what fails is told and holds nothing up', async () => {
  const afterwards = new Afterwards();
  const told: unknown[] = [];
  afterwards.do(
    'a',
    () => Promise.reject(new Error('away')),
    (error) => told.push(error),
  );
  await afterwards.settled();
  expect(told).toMatchObject([{ message: 'away' }]);
});

const fail = (error: unknown): void => {
  throw error;
};
