import { describe, expect, it } from 'vitest';
import { normals, STREAM } from '../random/draws.ts';
import { mean, norm } from '../vector.ts';
import { recolored } from './recolor.ts';
import { vectorAroundWords } from './vectors-around-words.ts';

const words = Array.from({ length: 6 }, (_, i) => normals(1, i, STREAM.noise, 32).map((value) => value * 0.1));
const draws = Array.from({ length: 400 }, (_, key) => vectorAroundWords(words, 3, key));

const meanLength = (vectors: readonly Float32Array[]): number =>
  vectors.reduce((sum, each) => sum + norm(each), 0) / vectors.length;

const greysOf = (data: Float32Array): number[] =>
  Array.from({ length: 64 }, (_, at) => (data[at]! + data[64 + at]! + data[128 + at]!) / 3);

describe('a vector around words', () => {
  it('is a word in three of ten draws, and then the word itself', () => {
    const plain = draws.filter((draw) => words.some((word) => word.every((value, i) => value === draw[i])));
    expect(plain.length / draws.length).toBeCloseTo(0.3, 1);
  });

  it('is about as long as a word', () => {
    const longest = Math.max(...words.map(norm));
    for (const draw of draws) expect(norm(draw)).toBeLessThan(1.4 * longest);
    expect(meanLength(draws) / meanLength(words)).toBeCloseTo(1, 1);
  });

  it('is the same for the same key, and another for another', () => {
    expect(vectorAroundWords(words, 3, 7)).toEqual(draws[7]);
    expect(new Set(draws.map((draw) => draw.join())).size).toBeGreaterThan(0.65 * draws.length);
    expect(norm(mean(draws))).toBeLessThan(0.5 * norm(words[0]!));
  });
});

describe('a view in other colors', () => {
  const image = {
    data: normals(2, 0, STREAM.noise, 3 * 64).map((value) => 0.2 * Math.tanh(value)),
    dims: [1, 3, 8, 8],
  };

  it('keeps the mean of the channels in every pixel, where nothing is cut off, and changes the channels', () => {
    const views = Array.from({ length: 20 }, (_, key) => recolored(image, 4, key).data);
    const whole = views.filter((data) => data.every((value) => Math.abs(value) < 1));
    expect(whole.length).toBeGreaterThan(10);
    for (const data of whole)
      greysOf(data).forEach((grey, at) => expect(grey).toBeCloseTo(greysOf(image.data)[at]!, 5));
    for (const data of views)
      expect(Math.max(...data.map((value, i) => Math.abs(value - image.data[i]!)))).toBeGreaterThan(0.02);
    expect(recolored(image, 4, 1)).toEqual(recolored(image, 4, 1));
    expect(recolored(image, 4, 1).data).not.toEqual(recolored(image, 4, 2).data);
  });
});
