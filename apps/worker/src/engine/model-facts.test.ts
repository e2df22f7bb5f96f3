import { loadModel } from '@facet/diffusion';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attributionOf, defaultSteps, samplesOf } from './model-facts.ts';

const directory = join(import.meta.dirname, '..', '..', '..', '..', 'models', 'demo');

test("the demo model's map says, stage by stage, the layers of the groups that its file names", async () => {
  const file = JSON.parse(readFileSync(join(directory, 'attribution.json'), 'utf8'));
  const { source, stageBounds, layers, cells, effects } = await attributionOf(await loadModel(directory));
  expect({ source, stageBounds }).toEqual({ source: file.source, stageBounds: file.stageBounds });
  const indices = (groups: string[]): number[] =>
    layers.flatMap(({ group }, index) => (groups.includes(group) ? [index] : []));
  // color: fine in all four stages; layout: moderate and coarse in the first, coarse in the second.
  expect(cells.color).toEqual(Array.from({ length: 4 }, () => indices(['fine'])));
  expect(effects?.color).toHaveLength(15);
  expect(cells.layout).toEqual([indices(['moderate', 'coarse']), indices(['coarse']), [], []]);
});

test('default steps are what the folder was tuned to, for every method', async () => {
  const steps = await defaultSteps(directory);
  expect(steps).toMatchObject({ matte: 100, 'textual-inversion': 100, reader: 100, words: 0 });
});

test('samples are references of the model, under what they show; a model without references has none', async () => {
  const samples = await samplesOf(directory);
  expect(samples).toHaveLength(4);
  expect(samples[0]).toMatchObject({ name: 'striped yellow cat lying' });
  for (const { path } of samples) expect(readFileSync(path).toString('latin1', 1, 4)).toBe('PNG');
  const empty = mkdtempSync(join(tmpdir(), 'facet-samples-'));
  expect(await samplesOf(empty)).toEqual([]);
  rmSync(empty, { recursive: true });
});
