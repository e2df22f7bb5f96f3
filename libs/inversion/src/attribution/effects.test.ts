import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EFFECTS_FILE, modelAttributionEffects } from './effects.ts';
import { modelAttributionMap, SOURCE_TEXT_MAP } from './load.ts';

const demo = join(import.meta.dirname, '..', '..', '..', '..', 'models', 'demo');
const map = await modelAttributionMap(demo);
const file = JSON.parse(readFileSync(join(demo, EFFECTS_FILE), 'utf8'));

test("the demo model's figures are of its map, and bear it out: its groups carry an attribute, and without them it goes", async () => {
  const effects = (await modelAttributionEffects(demo, map.fingerprint!, map))!;
  for (const attribute of ['color', 'style', 'object'] as const) {
    const groups: readonly string[] = map.cells[attribute].flatMap((block) => block.groups);
    const whole = effects.attributes[attribute]!.filter(({ stage }) => stage === undefined);
    for (const { group, only, allBut } of whole)
      expect(only > 0.9 && allBut === 0, `${attribute}, ${group}`).toBe(groups.includes(group));
  }
});

test('figures of another model, of other stages, or of a map that was not measured say nothing of this one', async () => {
  const { stageBounds } = map;
  expect(await modelAttributionEffects(demo, 'f'.repeat(64), map)).toBeUndefined();
  const moved = { ...map, stageBounds: [1000, 500, 0] };
  expect(await modelAttributionEffects(demo, map.fingerprint!, moved)).toBeUndefined();
  const borrowed = { ...SOURCE_TEXT_MAP, stageBounds };
  expect(await modelAttributionEffects(demo, map.fingerprint!, borrowed)).toBeUndefined();
});

test('a folder without figures has none, and figures that are none are refused by field', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'facet-effects-'));
  expect(await modelAttributionEffects(folder, map.fingerprint!, map)).toBeUndefined();
  file.attributes.color[0].only = 1.5;
  writeFileSync(join(folder, EFFECTS_FILE), JSON.stringify(file));
  await expect(modelAttributionEffects(folder, map.fingerprint!, map)).rejects.toThrow(/attributes\.color\[0\]\.only/);
});
