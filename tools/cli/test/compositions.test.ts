import { ATTRIBUTES } from '@facet/base';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import type { DiffusionModel } from '@facet/diffusion';
import { invert, loadReference, readReferences, saveTokenFile } from '@facet/inversion';
import type { Reference, Verdict } from '@facet/inversion';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawCompositions } from '../src/actions/evaluate/composition-drawings.ts';
import type { CompositionsFile } from '../src/actions/evaluate/composition-drawings.ts';
import type { CommandContext } from '../src/context.ts';
import { cacheFolder } from '../src/model.ts';
import { createReporter } from '../src/report/create-reporter.ts';
import { scratch } from './facet.ts';

const { path, remove } = scratch();
let model: DiffusionModel;
let references: readonly Reference[];

/** Tokens of a single step: what they have learned does not matter here. */
beforeAll(async () => {
  model = await loadModel(demoModelDirectory(), { device: 'cpu', cacheDirectory: cacheFolder() });
  references = (await readReferences(model.directory)).slice(0, 2);
  for (const reference of references) {
    const picture = await loadReference(model, reference);
    await saveTokenFile(
      path(`${reference.file}.safetensors`),
      await invert(model, { ...picture, settings: { steps: 1, batchSize: 1 } }),
    );
  }
});
afterAll(async () => {
  await model.close();
  remove();
});

const context: CommandContext = { reporter: createReporter(true), signal: new AbortController().signal };

const giver = ({ file }: Reference) => ({ reference: file, tokens: `${file}.safetensors` });

function fileOf(seed: number): CompositionsFile {
  const [a, b] = references as [Reference, Reference];
  const asked: Verdict = { color: a.color, style: a.style, object: b.object, layout: b.layout };
  const seen = { 'judge-a': asked, 'judge-b': { ...asked, color: b.color } };
  return {
    variant: 'matte',
    compositions: [
      {
        rank: 'best',
        look: giver(a),
        thing: giver(b),
        seeds: [7, 8],
        seed,
        asked,
        seen,
        right: 2 * ATTRIBUTES.length - 1,
      },
    ],
  };
}

describe('the plate of compositions', () => {
  it('is the same whenever it is drawn, and shows the picture of the seed', async () => {
    const plates: Buffer[] = [];
    for (const seed of [7, 7, 8]) {
      const file = await drawCompositions(context, model, fileOf(seed), path());
      expect(file).toBe(path('compositions.png'));
      plates.push(await picturesOf(file));
    }
    expect(plates[1]).toEqual(plates[0]);
    expect(plates[2]).not.toEqual(plates[0]);
  });
});

/** The pixels of the pictures, without the words below that name the seed. */
async function picturesOf(file: string): Promise<Buffer> {
  const bytes = await readFile(file);
  const { width } = await sharp(bytes).metadata();
  return sharp(bytes).extract({ left: 0, top: 0, width, height: 360 }).raw().toBuffer();
}
