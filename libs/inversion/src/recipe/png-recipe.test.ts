import { encodePng } from '@facet/diffusion';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { InversionError } from '../errors.ts';
import { readPngRecipe, withPngRecipe } from './png-recipe.ts';
import { parseRecipe, RECIPE_KEYWORD, withoutTokenData, type Recipe } from './recipe.ts';

const RECIPE: Recipe = {
  format: 'facet-recipe',
  formatVersion: 1,
  fingerprint: 'f'.repeat(64),
  modelName: 'demo',
  prompt: 'a {color} “猫”',
  negativePrompt: '',
  tokens: { color: { hash: 'a'.repeat(64), id: 'VG9rZW46MQ', name: 'sunset', strength: 0.7, data: 'AAAA' } },
  words: { style: 'watercolor' },
  seeds: [4, 5],
  index: 1,
  steps: 3,
  guidance: 2,
  scheduler: 'ddim',
  width: 8,
  height: 8,
};

const picture = { data: Float32Array.from({ length: 3 * 64 }, (_, i) => Math.sin(i)), dims: [1, 3, 8, 8] };
const pngOf = async (text: string): Promise<Buffer> => (await encodePng(picture, { [RECIPE_KEYWORD]: text }))[0]!;
const plain = (await encodePng(picture))[0]!;

/** What reading gives; throws what is not a refusal of ours that names the picture. */
function read(work: () => Recipe | undefined): Recipe | undefined | 'refused' {
  try {
    return work();
  } catch (error) {
    const isOurs = error instanceof InversionError && ['corrupt-file', 'unsupported-format'].includes(error.code);
    if (isOurs && error.message.includes('that.png')) return 'refused';
    throw error;
  }
}

it('a recipe that is put into a picture is read out of it, in place of the one before, and no pixel changes', async () => {
  const png = await pngOf(JSON.stringify(RECIPE));
  expect(readPngRecipe(png, 'that.png')).toEqual(RECIPE);
  const shared = withPngRecipe(png, withoutTokenData(RECIPE), 'that.png');
  expect(readPngRecipe(shared, 'that.png')!.tokens.color).not.toHaveProperty('data');
  expect(Buffer.from(shared).includes('"data"')).toBe(false);
  expect(Buffer.from(shared).subarray(-plain.length + 33)).toEqual(plain.subarray(33));
  expect(readPngRecipe(plain, 'that.png')).toBeUndefined();
});

it('a text of any kind in the place of a recipe is refused by name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), async (text) => {
      const png = await pngOf(text);
      expect(read(() => readPngRecipe(png, 'that.png'))).toBe('refused');
    }),
  );
});

/** Every place in the recipe. */
function* paths(value: unknown, path: string[] = []): Generator<string[]> {
  if (path.length > 0) yield path;
  if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) yield* paths(inner, [...path, key]);
}

function changed(path: readonly string[], value: unknown): unknown {
  const copy = structuredClone(RECIPE) as unknown as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = value;
  return copy;
}

it('a recipe with anything else at any place is refused by name, or read as just what it says', () => {
  const values = fc.oneof(fc.jsonValue(), fc.double(), fc.bigInt().map(Number), fc.constant(undefined));
  fc.assert(
    fc.property(fc.constantFrom(...paths(RECIPE)), values, (path, value) => {
      const text = JSON.stringify(changed(path, value));
      const found = read(() => parseRecipe(text, 'that.png'));
      if (found === 'refused') return;
      expect(found).toEqual(JSON.parse(text));
      expect(found!.seeds[found!.index]).toBeTypeOf('number');
    }),
    { numRuns: 2000 },
  );
});

it('a recipe with a member that none has is refused: it may mean something that would be passed over', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (key, value) => {
      fc.pre(!(key in RECIPE) && key !== '__proto__');
      expect(read(() => parseRecipe(JSON.stringify({ ...RECIPE, [key]: value }), 'that.png'))).toBe('refused');
    }),
  );
});

it('a picture with broken bytes is refused by name, or its recipe is just the one that was written', async () => {
  const png = await pngOf(JSON.stringify(RECIPE));
  fc.assert(
    fc.property(fc.nat(png.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, isCut) => {
      const broken = Buffer.from(isCut ? png.subarray(0, at) : png);
      if (!isCut) broken[at]! ^= flip;
      const found = read(() => readPngRecipe(broken, 'that.png'));
      expect(found === 'refused' || found === undefined || JSON.stringify(found) === JSON.stringify(RECIPE)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('a recipe that is larger than any is refused before it is read as JSON, and one of deep nesting is refused', async () => {
  const huge = await pngOf(`${' '.repeat(4 * 1024 ** 2)}${JSON.stringify(RECIPE)}`);
  expect(() => readPngRecipe(huge, 'that.png')).toThrow(/none of Facet's has more/);
  const deep = await pngOf('['.repeat(1e6) + ']'.repeat(1e6));
  expect(read(() => readPngRecipe(deep, 'that.png'))).toBe('refused');
});
