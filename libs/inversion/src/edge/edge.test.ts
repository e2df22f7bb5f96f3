import { demoModelDirectory, loadModel, type Tensor } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTinyModel, noisePicture } from '../../test/support/tiny-model.ts';
import { loadReference, readReferences } from '../judges/references.ts';
import { assessmentSchema } from '../tokens/assessment.ts';
import { assessPicture } from './assess.ts';
import { probabilityOfBest } from '../words/probability.ts';
import { pictureWarnings } from './warnings.ts';

const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
afterAll(() => model.close());
const references = await readReferences(model.directory);

const pictureOf = async (named: string): Promise<Tensor> =>
  (
    await loadReference(
      model,
      references.find(({ file }) => file.includes(named))!,
    )
  ).image;

/** A red reference in another color: what is red takes it, shaded as the red is; the rest stays. */
function repainted({ data, dims }: Tensor, color: readonly number[]): Tensor {
  const plane = data.length / 3;
  const out = data.slice();
  for (let at = 0; at < plane; at++) {
    const [red, green, blue] = [0, 1, 2].map((channel) => ((data[channel * plane + at]! + 1) / 2) * 255) as [
      number,
      number,
      number,
    ];
    if (red - Math.max(green, blue) < 40) continue;
    color.forEach((value, channel) => (out[channel * plane + at] = ((value * red) / 216 / 255) * 2 - 1));
  }
  return { data: out.map((value) => Math.min(1, Math.max(-1, value))), dims };
}

/** Softly changing colors without any plain ground: what photographs are, as far as this model is concerned. */
function landscape(size: number): Tensor {
  const data = new Float32Array(3 * size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      for (let channel = 0; channel < 3; channel++) {
        const waves = [2, 3, 5, 9, 17].map((k) => Math.sin(k * ((x + channel) / 11) + k * k * (y / 23)) / Math.sqrt(k));
        data[(channel * size + y) * size + x] = Math.tanh(waves.reduce((sum, wave) => sum + wave, 0));
      }
  return { data, dims: [1, 3, size, size] };
}

describe('an assessment', () => {
  it('of pictures of the model’s own world has their words, sure, and no warning', async () => {
    for (const reference of references.slice(0, 4)) {
      const { image } = await loadReference(model, reference);
      const assessment = await assessPicture(model, image);
      expect(assessmentSchema.parse(assessment)).toEqual(assessment);
      expect(assessment.warnings).toEqual([]);
      for (const attribute of ['color', 'style', 'object', 'layout'] as const) {
        expect(assessment.words[attribute]!.word).toBe(reference[attribute]);
        expect(assessment.words[attribute]!.confidence).toBeGreaterThan(0.6);
      }
    }
  });

  it('warns of colors that no word of the model says, and of nothing else', async () => {
    const red = await pictureOf('flat-red-tree');
    for (const color of [
      [0, 128, 128],
      [139, 69, 19],
    ]) {
      const { warnings } = await assessPicture(model, repainted(red, color));
      expect([color, warnings.map(({ code, attribute }) => [code, attribute])]).toEqual([
        color,
        [['no-word', 'color']],
      ]);
    }
  });

  it('warns that a picture as a whole is unlike what the model draws', async () => {
    const { words, warnings } = await assessPicture(model, landscape(64));
    expect(warnings.map(({ code }) => code)).toEqual(['unlike-the-model']);
    expect(Math.max(...Object.values(words).map(({ confidence }) => confidence))).toBeLessThan(0.5);
  });

  it('takes the object as it is named, says the same every time, and ends when it is told to', async () => {
    const image = await pictureOf('flat-red-tree');
    const first = await assessPicture(model, image, { objectWord: 'tree' });
    expect(first.words.object).toMatchObject({ word: 'tree' });
    expect(await assessPicture(model, image, { objectWord: 'tree' })).toEqual(first);
    const signal = AbortSignal.abort();
    await expect(assessPicture(model, image, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('works for a model with no words of its own', async () => {
    const tiny = await loadTinyModel();
    const assessment = await assessPicture(tiny, noisePicture(tiny, 1));
    await tiny.close();
    expect(assessmentSchema.parse(assessment)).toEqual(assessment);
  });
});

describe('confidence', () => {
  it('is the softmax of the similarities at the scale of the training', () => {
    const ranking = [0.3, 0.2, 0.2].map((similarity) => ({ word: 'word', similarity }));
    expect(probabilityOfBest(ranking, 10)).toBeCloseTo(Math.E / (Math.E + 2), 12);
    expect(probabilityOfBest(ranking.slice(0, 1), 10)).toBe(1);
  });
});

describe('warnings', () => {
  const about = { modelName: 'demo', prompt: 'a cat', color: { name: 'green', share: 1, rgb: [8, 126, 128] as const } };
  const words = { color: { word: 'green', confidence: 0.9 }, style: { word: 'ink', confidence: 0.4 } };

  it('name the color as it is, the nearest word and how far it is', () => {
    const [color] = pictureWarnings(words, { unlikeness: 1, colorDistance: 26.2 }, about);
    expect(color!.message).toMatch(/teal \(#087e80\).*"green" is another color to the eye \(CIEDE2000 26\)/);
  });

  it('name attributes whose word is not sure, and none of them where the whole picture is foreign', () => {
    const known = pictureWarnings(words, { unlikeness: 1, colorDistance: 3 }, about);
    expect(known.map(({ code, attribute }) => [code, attribute])).toEqual([['no-word', 'style']]);
    const foreign = pictureWarnings(words, { unlikeness: 9, colorDistance: 30 }, about);
    expect(foreign.map(({ code, attribute }) => [code, attribute])).toEqual([['unlike-the-model', undefined]]);
  });
});
