import { ATTRIBUTES, type Attribute } from '@facet/base';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tensor } from '@facet/diffusion';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import * as z from 'zod';
import { InversionError } from '../errors.ts';

const wordList = z.array(z.string()).min(1);

/** `classifiers/factors.json` of a model folder: the words of each factor, in the order of the judges' outputs. */
const factorsSchema = z.object({ color: wordList, style: wordList, object: wordList, layout: wordList });

/** What a judge sees in a picture: a word for each attribute. */
export type Verdict = Readonly<Record<Attribute, string>>;

export const JUDGE_NAMES = ['judge-a', 'judge-b'] as const;
export type JudgeName = (typeof JUDGE_NAMES)[number];

/** What both judges see in a picture. */
export type BothVerdicts = Readonly<Record<JudgeName, Verdict>>;

/** The factor classifiers of a model whose world is known. They took no part in the model's training. */
export class Judges {
  readonly factors: Readonly<Record<Attribute, readonly string[]>>;
  readonly #sessions: Readonly<Record<JudgeName, InferenceSession>>;

  private constructor(factors: Judges['factors'], sessions: Record<JudgeName, InferenceSession>) {
    this.factors = factors;
    this.#sessions = sessions;
  }

  /** Loads `classifiers/` of a model folder; throws `io` where the model has none. */
  static async load(directory: string): Promise<Judges> {
    const folder = join(directory, 'classifiers');
    try {
      const factors = factorsSchema.parse(JSON.parse(await readFile(join(folder, 'factors.json'), 'utf8')));
      const [a, b] = await Promise.all(
        JUDGE_NAMES.map((name) => InferenceSession.create(join(folder, `${name}.onnx`), { intraOpNumThreads: 1 })),
      );
      return new Judges(factors, { 'judge-a': a!, 'judge-b': b! });
    } catch (cause) {
      throw new InversionError(
        'io',
        `The model ${directory} has no usable factor classifiers (${folder}): ${(cause as Error).message}`,
        { cause },
      );
    }
  }

  /** The verdict of one judge on pictures `[n, 3, height, width]` in [-1, 1]. */
  async judge(name: JudgeName, pictures: Tensor): Promise<Verdict[]> {
    const image = new OrtTensor('float32', pictures.data, pictures.dims);
    const outputs = await this.#sessions[name].run({ image });
    const count = pictures.dims[0]!;
    return Array.from({ length: count }, (_, i) => {
      const words = ATTRIBUTES.map((attribute) => {
        const logits = outputs[attribute]!.data as Float32Array;
        const names = this.factors[attribute];
        return [attribute, names[argmax(logits.subarray(i * names.length, (i + 1) * names.length))]!];
      });
      return Object.fromEntries(words) as Verdict;
    });
  }

  /** The verdicts of both judges on each picture. */
  async judgeBoth(pictures: Tensor): Promise<BothVerdicts[]> {
    const [a, b] = await Promise.all(JUDGE_NAMES.map((name) => this.judge(name, pictures)));
    return a!.map((verdict, i) => ({ 'judge-a': verdict, 'judge-b': b![i]! }));
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#sessions).map((session) => session.release()));
  }
}

const argmax = (values: Float32Array): number =>
  values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
