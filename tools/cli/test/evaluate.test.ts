import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EvaluationSummary } from '@facet/studies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facet, failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
afterAll(remove);

/** The demo model with a small evaluation of its own. */
const small = path('model');
const pair = ['09-watercolor-purple-fish-flipped.png', '38-ink-orange-tree-paired.png'];

beforeAll(() => {
  mkdirSync(join(small, 'evaluation'), { recursive: true });
  for (const part of readdirSync(model).filter((name) => name !== 'evaluation'))
    symlinkSync(join(model, part), join(small, part));
  const files = {
    references: {
      formatVersion: 1,
      seeds: { first: 1, stride: 10, count: 1, base: { first: 5000, count: 2 } },
      tuning: { pairs: [['00-striped-yellow-cat-lying.png', '01-watercolor-red-house-paired.png']] },
      evaluation: { pairs: [pair] },
    },
    tiny: {
      formatVersion: 1,
      references: 2,
      measures: ['unspecified', 'swaps'],
      variants: [
        { name: 'matte', method: 'matte', settings: { steps: 25, batchSize: 1 } },
        { name: 'oracle', method: 'oracle', measures: ['unspecified', 'reconstruction'] },
      ],
    },
  };
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(small, 'evaluation', `${name}.json`), JSON.stringify(content));
});

const evaluate = (out: string) => [
  'evaluate',
  '--model',
  small,
  '--study',
  'tiny',
  '--out',
  path(out),
  '--shards',
  '1',
];

const summaryOf = (out: string) => JSON.parse(readFileSync(path(out, 'evaluation.json'), 'utf8')) as EvaluationSummary;

/** The figures without the times, which no two runs share. */
const figuresOf = (out: string) =>
  summaryOf(out).variants.map(({ secondsPerInversion: _seconds, ...figures }) => figures);

const tokenFiles = (out: string) => {
  const folder = path(out, 'tokens', 'matte');
  const names = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
  return names.toSorted().map((name) => [name, readFileSync(join(folder, name), 'base64')]);
};

/** Starts the command and kills it, with no chance to tidy up, when an inversion has left a checkpoint. */
async function killInMidRun(out: string): Promise<void> {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');
  const child = spawn(process.execPath, [main, ...evaluate(out)], { stdio: 'ignore' });
  const folder = path(out, 'tokens', 'matte');
  const closed = new Promise((resolve) => child.on('close', resolve));
  const hasCheckpoint = () => existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.checkpoint'));
  while (!hasCheckpoint() && child.exitCode === null) await sleep(20);
  expect(child.kill('SIGKILL'), 'killed before it was finished').toBe(true);
  await closed;
}

describe('facet evaluate', () => {
  it('killed in mid-run, then stopped by Ctrl-C, and started again ends with the figures of an undisturbed run', async () => {
    await killInMidRun('disturbed');
    const stopped = await facet([...evaluate('disturbed'), '--json'], { interruptAt: '"references":"1/2"' });
    expect([stopped.code, lastLine(stopped).error?.message]).toEqual([
      130,
      expect.stringContaining(`--out ${path('disturbed')}`),
    ]);
    expect(summaryOf('disturbed').references).toBe(1);
    await succeed(evaluate('disturbed'));

    const finished = await succeed([...evaluate('undisturbed'), '--json']);
    expect(lastLine(finished)).toMatchObject({ type: 'result', references: 2, pairs: 1 });
    expect(figuresOf('disturbed')).toEqual(figuresOf('undisturbed'));
    expect(tokenFiles('disturbed')).toEqual(tokenFiles('undisturbed'));
    expect(tokenFiles('disturbed')).toHaveLength(2);

    const { variants, versions } = summaryOf('undisturbed');
    const [matte, oracle] = variants;
    expect(matte).toMatchObject({ steps: 25, secondsPerInversion: { n: 2 }, swaps: { both: { n: 1 } } });
    expect(oracle).toMatchObject({ steps: 0, reconstruction: { all: { n: 2 } } });
    expect(oracle!.swaps).toBeUndefined();
    expect(oracle!.unspecified.transfer.mean).toBeGreaterThan(0.5);
    expect(Object.keys(versions)).toEqual(['node', 'onnxruntime-node', 'facet', 'commit']);
    expect(readFileSync(path('undisturbed', 'evaluation.md'), 'utf8')).toContain('| oracle |');
    const { compositions } = JSON.parse(readFileSync(path('undisturbed', 'compositions.json'), 'utf8')) as {
      compositions: { look: { tokens: string } }[];
    };
    for (const { look } of compositions) expect(existsSync(path('undisturbed', look.tokens))).toBe(true);
    // Two pictures are too few to choose compositions from.
    const plots = readdirSync(path('undisturbed')).filter((name) => name.endsWith('.png'));
    expect(plots.toSorted()).toEqual(['matrix.png', 'swaps.png', 'transfer-leakage.png']);

    const journal = readFileSync(path('undisturbed', 'journal.jsonl'), 'utf8');
    await succeed(evaluate('undisturbed'));
    expect(readFileSync(path('undisturbed', 'journal.jsonl'), 'utf8'), 'nothing is done twice').toBe(journal);
  });

  it('refuses a study that is not there, or that asks for more references than there are, exit code 2', async () => {
    const missing = await failureOf(['evaluate', '--model', small, '--study', 'nothing']);
    expect([missing.exitCode, missing.message]).toEqual([2, expect.stringContaining('tiny')]);
    const greedy = await failureOf([...evaluate('greedy'), '--references', '3']);
    expect([greedy.exitCode, greedy.message]).toEqual([2, expect.stringContaining('has 2')]);
  });
});
