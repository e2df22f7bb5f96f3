import { normals, STREAM, uniforms } from '../random/draws.ts';
import { addScaled, mean, norm } from '../vector.ts';

/** Shares of the draws that are words, and that are mixtures of some; the rest is noise along their differences. */
const WORDS = 0.3;
const MIXTURES = 0.45;

/** Words in a mixture, and how far beyond their hull it is pushed. */
const MIXED = { min: 2, max: 4 };
const PUSH = { min: 1, max: 1.7 };

const SPREAD = { min: 0.3, max: 0.8 };

/** Of a vector's length: how much lies in no direction of the vocabulary, at most. */
const ELSEWHERE = 0.27;

/**
 * A vector that could stand in an attribute's place: a word, what lies between or a little beyond words, or noise along the
 * differences of words, at the length of a word. Values that no word says are there, too: private names that training had given
 * such values lie to .8 and more in the affine span of words.
 *
 * @param words vectors of the attribute's words
 * @param key tells draws of one seed apart
 */
export function vectorAroundWords(words: readonly Float32Array[], seed: number, key: number): Float32Array {
  const [kind, which, size, push, rest, ...mix] = uniforms(seed, key, STREAM.readerSample, 5 + 2 * MIXED.max);
  const pick = (draw: number): Float32Array => words[Math.floor(draw * words.length)]!;
  if (kind! < WORDS) return pick(which!).slice();
  const noise = normals(seed, key, STREAM.readerSampleNoise, words.length + words[0]!.length);
  const vector =
    kind! < WORDS + MIXTURES
      ? mixture(words, between(MIXED, size!, 1), mix, between(PUSH, push!))
      : spread(words, noise, between(SPREAD, push!));
  const length = norm(pick(which!));
  const factor = length / (norm(vector) || 1);
  const off = (rest! * ELSEWHERE * length) / Math.sqrt(vector.length);
  return vector.map((value, i) => value * factor + off * noise[words.length + i]!);
}

/** A number of the range; with `extra` 1 a whole one, of which the largest is as likely as the others. */
function between({ min, max }: { min: number; max: number }, draw: number, extra = 0): number {
  const value = min + draw * (max - min + extra);
  return extra === 1 ? Math.floor(value) : value;
}

/** Words with weights uniform on the simplex, pushed away from the middle of all. */
function mixture(words: readonly Float32Array[], count: number, draws: readonly number[], push: number): Float32Array {
  const left = [...words];
  const chosen = Array.from({ length: Math.min(count, words.length) }, (_, i) => {
    const [word] = left.splice(Math.floor(draws[i]! * left.length), 1);
    return { word: word!, weight: -Math.log(1 - draws[MIXED.max + i]!) };
  });
  const total = chosen.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const middle = mean(words);
  const out = middle.map((value) => value * (1 - push));
  for (const { word, weight } of chosen) addScaled(out, word, (push * weight) / total);
  return out;
}

function spread(words: readonly Float32Array[], noise: Float32Array, by: number): Float32Array {
  const middle = mean(words);
  const out = middle.slice();
  words.forEach((word, i) => {
    addScaled(out, word, by * noise[i]!);
    addScaled(out, middle, -by * noise[i]!);
  });
  return out;
}
