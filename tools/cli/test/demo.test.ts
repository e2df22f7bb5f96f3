import { existsSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { runDemo } from '../src/demo/run-demo.ts';
import type { Reporter } from '../src/report/reporter.ts';
import { scratch } from './facet.ts';

const { folder, path, remove } = scratch();
afterAll(remove);

const small = { settings: { steps: 3, batchSize: 1 }, seeds: [1], samplingSteps: 3 };

/** A reporter that keeps notes and calls back at each step. */
function listening(onStep: () => void = () => {}): { reporter: Reporter; notes: string[] } {
  const notes: string[] = [];
  const note = (message: string): void => void notes.push(message);
  const task = () => ({ update: onStep, finish: () => {} });
  return { reporter: { note, warn: note, task, result: () => {}, failure: () => {} }, notes };
}

it('the demo leaves a contact sheet, pictures and tokens, goes on after an interruption, and keeps its tokens', async () => {
  const stop = new AbortController();
  const interrupted = runDemo({ reporter: listening(() => stop.abort()).reporter, signal: stop.signal }, folder, small);
  await expect(interrupted).rejects.toMatchObject({
    code: 'interrupted',
    message: expect.stringContaining('npm run facet -- demo'),
  });
  const { signal } = new AbortController();

  const { lines, data } = await runDemo({ reporter: listening().reporter, signal }, folder, small);
  const text = lines.join('\n');
  expect(text).toContain('Color and style of A, object and layout of B');
  expect(text).toMatch(/seed 1 +\w+/);
  expect(text).toContain(path('contact-sheet.png'));
  expect((await sharp(path('contact-sheet.png')).metadata()).width).toBeGreaterThan(500);
  for (const name of ['color-style-of-a-object-layout-of-b', 'color-style-of-b-object-layout-of-a'])
    expect(existsSync(path(name, 'seed-1.png'))).toBe(true);
  const [tokens] = data['tokens'] as string[];
  const before = readFileSync(tokens!);

  const second = listening();
  await runDemo({ reporter: second.reporter, signal }, folder, small);
  expect(second.notes).toContain('Using tokens of an earlier start.');
  expect(readFileSync(tokens!)).toEqual(before);
});
