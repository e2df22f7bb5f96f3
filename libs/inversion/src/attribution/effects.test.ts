import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EFFECTS_FILE, modelAttributionEffects } from './effects.ts';
import { modelAttributionMap, SOURCE_TEXT_MAP } from './load.ts';

const demo = join(import.meta.dirname, '..', '..', '..', '..', 'models', 'demo');
const map = await modelAttributionMap(demo);
const model = { fingerprint: 'e'.repeat(64), formerFingerprints: [map.fingerprint!] };
const file = JSON.parse(readFileSync(join(demo, EFFECTS_FILE), 'utf8'));

test("the demo model's figures are of its map, and bear it out: its groups carry an attribute, and without them it goes", async () => {
  const effects = (await modelAttributionEffects(demo, model, map))!;
  for (const attribute of ['color', 'style', 'object'] as const) {
    const groups = new Set<string>(map.cells[attribute].flatMap((block) => block.groups));
    const whole = effects.attributes[attribute]!.filter(({ stage }) => stage === undefined);
    for (const { group, only, allBut } of whole)
      expect(only > 0.9 && allBut === 0, `${attribute}, ${group}`).toBe(groups.has(group));
  }
});

test('figures of another model, of other stages, or of a map that was not measured say nothing of this one', async () => {
  const { stageBounds } = map;
  expect(await modelAttributionEffects(demo, { fingerprint: 'f'.repeat(64) }, map)).toBeUndefined();
  const moved = { ...map, stageBounds: [1000, 500, 0] };
  expect(await modelAttributionEffects(demo, model, moved)).toBeUndefined();
  const borrowed = { ...SOURCE_TEXT_MAP, stageBounds };
  expect(await modelAttributionEffects(demo, model, borrowed)).toBeUndefined();
});

test('a folder without figures has none, and figures that are none are refused by field', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'facet-effects-'));
  expect(await modelAttributionEffects(folder, model, map)).toBeUndefined();
  file.attributes.color[0].only = 1.5;
  writeFileSync(join(folder, EFFECTS_FILE), JSON.stringify(file));
  await expect(modelAttributionEffects(folder, model, map)).rejects.toThrow(/attributes\.color\[0\]\.only/);
});
