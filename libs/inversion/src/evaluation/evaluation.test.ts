import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoModelDirectory } from '@facet/diffusion';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTES } from '../attributes.ts';
import { bootstrapMean } from './bootstrap.ts';
import { appendJournal, readJournal } from './journal.ts';
import { Judges, type Verdict } from './judges.ts';
import { readPairs } from './references.ts';
import { summarizeSwaps } from './swap-report.ts';
import { scoreSwap, type SwapResult } from './swaps.ts';
import { loadImage } from '@facet/diffusion';

const wanted: Verdict = { color: 'red', style: 'ink', object: 'cat', layout: 'tiny' };
const swap = (name: string, right: boolean): SwapResult => ({
  swap: name,
  wanted,
  verdicts: { 'judge-a': [wanted], 'judge-b': [right ? wanted : { ...wanted, layout: 'lying' }] },
});

describe('the bootstrap interval', () => {
  it('contains the mean, narrows with more units, and is the same every time', () => {
    const few = bootstrapMean([0, 1, 0, 1]);
    const many = bootstrapMean(Array.from({ length: 100 }, (_, i) => i % 2));
    expect(few).toEqual(bootstrapMean([0, 1, 0, 1]));
    expect(few.low).toBeLessThanOrEqual(few.mean);
    expect(few.high).toBeGreaterThanOrEqual(few.mean);
    expect(many.high - many.low).toBeLessThan(few.high - few.low);
    expect(Math.abs(many.high - many.mean - 1.96 * 0.05)).toBeLessThan(0.03);
  });
});

describe('swaps', () => {
  it('succeed when all four attributes are as wanted, on average over judges', () => {
    expect(scoreSwap(swap('a|b', true))).toMatchObject({ all: 1, look: 1, thing: 1 });
    expect(scoreSwap(swap('a|b', false))).toMatchObject({ all: 0.5, look: 1, thing: 0.5, attributes: { layout: 0.5 } });
  });

  it('of both directions of a pair count as one unit', () => {
    const summary = summarizeSwaps([swap('a|b', true), swap('b|a', false), swap('c|d', true)]);
    expect(summary['all four']).toMatchObject({ n: 2, mean: 0.875 });
  });
});

describe('the journal', () => {
  it('survives a line that a kill cut off', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'facet-journal-'));
    const path = join(folder, 'x.jsonl');
    expect(await readJournal(path)).toEqual([]);
    await appendJournal(path, { n: 1 });
    appendFileSync(path, '{"n":');
    await appendJournal(path, { n: 2 });
    expect(await readJournal(path)).toEqual([{ n: 1 }, { n: 2 }]);
    rmSync(folder, { recursive: true });
  });
});

describe('the demo model', () => {
  it('has at least 24 pairs whose references differ in every attribute, and judges that see them right', async () => {
    const directory = demoModelDirectory();
    const pairs = await readPairs(directory);
    expect(pairs.length).toBeGreaterThanOrEqual(24);
    for (const { a, b } of pairs) for (const attribute of ATTRIBUTES) expect(a[attribute]).not.toBe(b[attribute]);
    const judges = await Judges.load(directory);
    const { color, style, object, layout, file } = pairs[0]!.a;
    const picture = await loadImage(join(directory, 'references', file), { width: 64, height: 64 });
    const [verdicts] = await judges.judgeBoth(picture);
    expect(verdicts).toEqual({
      'judge-a': { color, style, object, layout },
      'judge-b': { color, style, object, layout },
    });
    await judges.close();
  });
});
