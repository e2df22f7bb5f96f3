import { ATTRIBUTES } from '@facet/base';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoModelDirectory, loadModel, type DiffusionModel } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTinyModel, noisePicture } from '../../test/support/tiny-model.ts';
import { tokenSet } from '../../test/support/world.ts';
import { SOURCE_TEXT_MAP } from '../attribution/load.ts';
import { attributeGrid, makeGrid } from '../attribution/cells.ts';
import { loadReference, readReferences } from '../judges/references.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { wordVector } from '../words/vectors.ts';
import { measureLeaks } from './measure.ts';
import { leakReportSchema, type LeakReport } from '../tokens/leak-report.ts';
import { summarizeLeaks } from '../tokens/leak-summary.ts';

const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
afterAll(() => model.close());
const [reference] = await readReferences(model.directory);
const { image } = await loadReference(model, reference!);

/** Tokens that are the reference's true words, active everywhere. */
const trueWords: TokenSet = tokenSet({
  fingerprint: model.fingerprint,
  tokens: ATTRIBUTES.map((name) => ({
    name,
    vectors: [wordVector(model, reference![name])],
    cells: makeGrid(SOURCE_TEXT_MAP.stageBounds.length - 1, model.layers.length, () => 0),
    initialWord: reference![name],
    fallbackWord: undefined,
  })),
});

describe('a measured report', () => {
  it('finds that true words carry their own factors, for every factor of the reference', async () => {
    const done: number[] = [];
    const report = await measureLeaks(model, trueWords, image, { onProgress: (step, of) => done.push(step / of) });
    expect(leakReportSchema.parse(report)).toEqual(report);
    const { color, style, object, layout } = reference!;
    expect(report).toMatchObject({ judge: 'classifiers', seen: { color, style, object, layout } });
    for (const name of ATTRIBUTES) expect(Object.keys(report.rates[name]!)).toEqual([...ATTRIBUTES]);
    expect(summarizeLeaks(report).transfer).toBeGreaterThan(0.8);
    expect(report.colorDistance).toBeLessThan(6);
    expect(done.at(-1)).toBe(1);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('tries the token of a whole picture in every place, and a set of one token in its own', async () => {
    const [color] = trueWords.tokens;
    const whole = await measureLeaks(model, { ...trueWords, tokens: [{ ...color!, name: 'token' }] }, image);
    expect(Object.keys(whole.rates)).toEqual([...ATTRIBUTES]);
    const alone = await measureLeaks(model, { ...trueWords, tokens: [color!] }, image);
    expect(Object.keys(alone.rates)).toEqual(['color']);
  });

  it('ends within a step when it is cancelled', async () => {
    const stop = new AbortController();
    const run = measureLeaks(model, trueWords, image, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is by CLIP where there are no classifiers, over the words of the model or those that everybody knows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'facet-leak-'));
    const parts = readdirSync(model.directory).filter((name) => name !== 'classifiers');
    for (const name of parts) symlinkSync(join(model.directory, name), join(folder, name));
    const unjudged = await loadModel(folder, { device: 'cpu', threads: 1 });
    const byClip = await measureLeaks(unjudged, { ...trueWords, tokens: trueWords.tokens.slice(0, 1) }, image);
    await unjudged.close();
    rmSync(folder, { recursive: true });
    const { color, style, object, layout } = reference!;
    expect(byClip).toMatchObject({ judge: 'clip', seen: { color, style, object, layout } });

    const tiny = await loadTinyModel();
    const cells = attributeGrid(SOURCE_TEXT_MAP, 'color', tiny.layers);
    const tokens = [{ ...trueWords.tokens[0]!, vectors: [wordVector(tiny, 'cat')], cells }];
    const few = await measureLeaks(tiny, tokenSet({ fingerprint: tiny.fingerprint, tokens }), noisePicture(tiny, 1));
    await tiny.close();
    expect([Object.keys(few.seen), Object.keys(few.rates.color!)]).toEqual([[...ATTRIBUTES], [...ATTRIBUTES]]);
  });

  it('is refused for tokens of another model, and where nothing can judge pictures', async () => {
    const foreign = { ...trueWords, fingerprint: 'f'.repeat(64) };
    await expect(measureLeaks(model, foreign, image)).rejects.toMatchObject({ code: 'fingerprint-mismatch' });
    const blind = { directory: 'some/model', hasImageEncoder: false } as DiffusionModel;
    await expect(measureLeaks(blind, trueWords, image)).rejects.toMatchObject({ code: 'no-judge' });
  });
});

describe('the summary of a report', () => {
  const base = { color: 0.125, style: 0.5, object: 0, layout: 0.25 };
  const clean: LeakReport = {
    judge: 'classifiers',
    seen: { color: 'red', style: 'ink', object: 'cat', layout: 'tiny' },
    rates: Object.fromEntries(ATTRIBUTES.map((token) => [token, { ...base, [token]: 1 }])),
    base,
    seeds: [1],
    steps: 1,
    guidance: 1,
    scheduler: 'ddim',
  };

  it('is clean where tokens carry their own factor and chance gives the rest', () => {
    const holds = { color: 1, style: 1, object: 1, layout: 1 };
    expect(summarizeLeaks(clean)).toEqual({ transfer: 1, excessLeakage: 0, holds, leaks: [], weak: [] });
  });

  it('says that a color token does not hold the color where its pictures are of another, whatever a judge calls it', () => {
    expect(summarizeLeaks({ ...clean, colorDistance: 4 })).toMatchObject({ holds: { color: 1 }, weak: [] });
    const { holds, weak } = summarizeLeaks({ ...clean, colorDistance: 26 });
    expect([holds.color, holds.style, weak.map(({ token }) => token)]).toEqual([0, 1, ['color']]);
  });

  it('names what a token carries beside its own factor, and a token that carries little of its own', () => {
    const layout = { ...base, object: 0.75, layout: 0.25 };
    const summary = summarizeLeaks({ ...clean, rates: { ...clean.rates, layout } });
    expect(summary.leaks).toEqual([{ token: 'layout', factor: 'object', rate: 0.75, base: 0 }]);
    expect(summary.weak).toEqual([{ token: 'layout', factor: 'layout', rate: 0.25, base: 0.25 }]);
    expect(summary.transfer).toBeCloseTo(3.25 / 4);
    expect(summary.excessLeakage).toBeCloseTo(0.75 / 12);
  });

  it('leaves out what was not measured', () => {
    const { transfer, excessLeakage } = summarizeLeaks({ ...clean, rates: { style: { color: 0.125 } } });
    expect([transfer, excessLeakage]).toEqual([undefined, 0]);
  });
});
