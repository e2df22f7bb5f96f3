import { spoiled } from '@facet/base/mutations';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { encodePng } from './encode.ts';
import { ImageError } from './errors.ts';
import { decodeImage } from './load.ts';
import { readPngText } from './png-text.ts';

const picture = { data: Float32Array.from({ length: 3 * 24 * 16 }, (_, i) => Math.sin(i)), dims: [1, 3, 16, 24] };
const [withRecipe] = await encodePng(picture, { 'facet-recipe': '{"prompt":"a cat"}' });
const plain = sharp({ create: { width: 24, height: 16, channels: 3, background: 'red' } });
const options = { seed: 20261126, numRuns: 150 };

function isReadOrRefused(bytes: Uint8Array): boolean {
  try {
    const text = readPngText(Buffer.from(bytes), 'facet-recipe');
    return text === undefined || typeof text === 'string';
  } catch (error) {
    return error instanceof ImageError;
  }
}

it('the text of a spoiled PNG is read, is not there, or is refused by what is wrong with the file', () => {
  fc.assert(
    fc.property(spoiled(withRecipe!), (bytes) => void expect(bytes).toSatisfy(isReadOrRefused)),
    { ...options, numRuns: 2000 },
  );
});

it.each([
  ['PNG', await plain.clone().png().toBuffer()],
  ['JPEG', await plain.clone().jpeg().toBuffer()],
  ['WebP', await plain.clone().webp().toBuffer()],
  ['TIFF', await plain.clone().tiff().toBuffer()],
  ['GIF', await plain.clone().gif().toBuffer()],
  ['AVIF', await plain.clone().avif().toBuffer()],
])('a spoiled %s is a picture, or is refused by what is wrong with it', async (_, original) => {
  await fc.assert(
    fc.asyncProperty(spoiled(original), async (bytes) => {
      const outcome = await decodeImage(bytes, { width: 8, height: 8 }).catch((error: unknown) => error);
      expect(outcome).toSatisfy((value) => !(value instanceof Error) || value instanceof ImageError);
    }),
    options,
  );
});
