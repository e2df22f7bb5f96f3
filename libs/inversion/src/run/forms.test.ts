import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { copyTinyPipeline, loadTinyModel, tinyRequest } from '../../test/support/tiny-model.ts';
import { drawRecipe } from '../compose/draw.ts';
import { makeRecipe } from '../recipe/recipe.ts';
import { invert } from './invert.ts';

const folder = mkdtempSync(join(tmpdir(), 'facet-forms-'));
copyTinyPipeline(folder);

const exported = await loadTinyModel();
const diffusers = await loadTinyModel(folder);
afterAll(async () => {
  await Promise.all([exported.close(), diffusers.close()]);
  rmSync(folder, { recursive: true });
});

it.each([
  ['an export', 'its diffusers folder in float16', exported, diffusers],
  ['a diffusers folder in float16', 'its export', diffusers, exported],
])('tokens made with %s draw the same with %s', async (_made, _drawn, maker, drawer) => {
  const set = await invert(maker, tinyRequest(maker));
  const composition = { tokens: { color: { set }, object: { set } }, prompt: 'a {color} {object}' };
  const sampling = { negativePrompt: '', seeds: [3], index: 0, steps: 2, guidance: 3, width: 32, height: 32 };
  const recipe = makeRecipe({ fingerprint: maker.fingerprint, modelName: 'tiny' }, composition, {
    ...sampling,
    scheduler: 'ddim',
  });
  const find = () => Promise.resolve(set);
  const [own, other] = [await drawRecipe(maker, recipe, find), await drawRecipe(drawer, recipe, find)];
  // One has its weights rounded.
  const difference = Math.max(...own.data.map((value, at) => Math.abs(value - other.data[at]!)));
  expect(difference).toBeLessThan(0.02);
});
