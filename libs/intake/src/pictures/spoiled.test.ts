import { spoiled } from '@facet/base/mutations';
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { pictureParsers } from '../../test/picture-parsers.ts';
import { WIDTH, drawing, jpeg, png, progressiveJpeg, webp } from '../../test/pictures.ts';
import { Parsers } from '../parsing/parsers.ts';
import { PictureError } from './errors.ts';

const parsers = new Parsers<typeof pictureParsers>(
  new URL('../../test/picture-parsers.ts', import.meta.url),
  [PictureError],
  { processes: 1, seconds: 300, memoryMb: 1000, outputMb: 110 },
);
afterAll(() => parsers.close());

const seed = 20261126;

it.each([
  ['PNG', png],
  ['PNG with a profile', await drawing().withIccProfile('p3').png().toBuffer()],
  ['interlaced PNG with a palette', await drawing().png({ palette: true, progressive: true }).toBuffer()],
  ['JPEG', jpeg],
  ['progressive JPEG', progressiveJpeg],
  ['JPEG with EXIF', await drawing().jpeg().withMetadata({ orientation: 6 }).toBuffer()],
  ['lossless WebP', webp],
  ['WebP with transparency', await drawing().ensureAlpha(0.5).webp().toBuffer()],
])('a spoiled %s is a picture or is refused by what is wrong with it, and its reader goes on', async (_, original) => {
  await fc.assert(
    fc.asyncProperty(spoiled(original), async (bytes) => {
      const outcome = await parsers.run('takePicture', bytes).catch((error: Error) => error);
      const kind = outcome instanceof Error ? outcome.name : 'a picture';
      expect(['a picture', 'PictureError', 'ParserError']).toContain(kind);
    }),
    { seed, numRuns: 150 },
  );
  expect(await parsers.run('takePicture', original)).toMatchObject({ width: expect.toSatisfy((w) => w <= WIDTH) });
});
