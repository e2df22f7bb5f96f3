import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { oddParsers } from '../../test/odd-parsers.ts';
import { PictureError } from '../pictures/errors.ts';
import { ParserError, Parsers } from './parsers.ts';

const program = new URL('../../test/odd-parsers.ts', import.meta.url);
const limits = { processes: 1, seconds: 300, memoryMb: 400, outputMb: 20 };
const open = (changed: Partial<typeof limits> = {}): Parsers<typeof oddParsers> =>
  new Parsers<typeof oddParsers>(program, [PictureError], { ...limits, ...changed });

const parsers = open();
const hasty = open({ seconds: 1 });
afterAll(() => Promise.all([parsers.close(), hasty.close()]));

/** The pool is as good as new: bytes go in and numbers come out. */
const expectToWork = async (pool = parsers): Promise<void> =>
  expect(await pool.run('sum', Uint8Array.of(1, 2, 3))).toBe(6);

describe('a process for files from outside', () => {
  it('has none of the environment of the one that started it but what programs need', async () => {
    process.env['FACET_SECRET'] = 'a secret';
    const others = open();
    const names = await others.run('environment');
    await others.close();
    expect(names).not.toContain('FACET_SECRET');
    expect(names.length).toBeLessThan(6);
  });

  it('says of a file what it says by the error that it threw, and stays', async () => {
    const before = await parsers.run('processId');
    const refused = parsers.run('refuse', 'The PNG is damaged.');
    await expect(refused).rejects.toThrow(PictureError);
    await expect(refused).rejects.toMatchObject({ code: 'corrupt', message: 'The PNG is damaged.' });
    expect(await parsers.run('processId')).toBe(before);
  });

  it('does not pass on a message of any length that a file puts into it', async () => {
    const error = await parsers.run('refuse', 'x'.repeat(1_000_000)).catch((thrown: Error) => thrown);
    expect((error as Error).message.length).toBeLessThan(1100);
  });

  it('that fails by a fault of ours is no error about the file', async () => {
    await expect(parsers.run('bug')).rejects.not.toBeInstanceOf(ParserError);
    await expect(parsers.run('bug')).rejects.toThrow(/undefined/);
  });

  it('that gives more than a file may give is refused', async () => {
    await expect(parsers.run('pour')).rejects.toThrow('more than 20000000 bytes');
    await expectToWork();
  });

  it.each(['crash', 'exit', 'hoardBuffers', 'hoardObjects'] as const)(
    'that ends by "%s" is followed by a new one',
    async (name) => {
      await expect(parsers.run(name)).rejects.toMatchObject({ name: 'ParserError', code: 'process-ended' });
      await expectToWork();
    },
  );

  it('that takes too long is ended, and this process answers others meanwhile', async () => {
    // The process has started before its time counts.
    while (!(await hasty.run('processId').catch(() => undefined)));
    const slow = hasty.run('loop').catch((error: Error) => error);
    const answered = [];
    let ended: Error | undefined;
    while (ended === undefined) answered.push((ended = await Promise.race([slow, pause(1, undefined)])));
    expect(ended).toMatchObject({ name: 'ParserError', code: 'too-slow' });
    expect(answered.length).toBeGreaterThan(5);
    await expectToWork();
  });

  it('that was killed between two files is followed by a new one', async () => {
    const idle = await parsers.run('processId');
    process.kill(idle, 'SIGKILL');
    await expect.poll(() => isAlive(idle)).toBe(false);
    await expectToWork();
    expect(await parsers.run('processId')).not.toBe(idle);
  });

  it('ends with the pool', async () => {
    const others = open();
    const id = await others.run('processId');
    await others.close();
    await expect.poll(() => isAlive(id)).toBe(false);
  });
});

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
