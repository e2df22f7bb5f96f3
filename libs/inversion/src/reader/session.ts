import { buildGradientModel } from '@facet/autodiff';
import { createSession, foldModel } from '@facet/onnx';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { FEATURES, LEARNED, TOKENS, trainingModel, weightDims, weightNames } from './network.ts';
import type { ReaderSize, ReaderWeights } from './network.ts';

export type LearnedGradients = Readonly<Record<(typeof LEARNED)[number], Float32Array>>;

/** A reader of so many rows at a time, and its gradient. The weights come with each call, so training changes them in place. */
export class ReaderSession {
  readonly #size: ReaderSize;
  readonly #rows: number;
  readonly #forward: InferenceSession;
  readonly #backward: InferenceSession;

  private constructor(size: ReaderSize, rows: number, forward: InferenceSession, backward: InferenceSession) {
    this.#size = size;
    this.#rows = rows;
    this.#forward = forward;
    this.#backward = backward;
  }

  static async open(size: ReaderSize, rows: number): Promise<ReaderSession> {
    const model = await foldModel(trainingModel(size, rows));
    const gradient = buildGradientModel(model, { of: [TOKENS], wrt: [...LEARNED] });
    return new ReaderSession(size, rows, await createSession(model), await createSession(gradient));
  }

  /** Features `[4, rows, features]` to tokens `[4, rows, width]`, by attribute. */
  async read(weights: ReaderWeights, features: Float32Array): Promise<Float32Array> {
    const { [TOKENS]: tokens } = await this.#forward.run(this.#feeds(weights, features), [TOKENS]);
    return tokens!.data as Float32Array;
  }

  /** The gradient of sum(tokens * cotangent) by what is learned; the cotangent is of the tokens' shape. */
  async gradient(weights: ReaderWeights, features: Float32Array, cotangent: Float32Array): Promise<LearnedGradients> {
    const { width } = this.#size;
    const feeds = this.#feeds(weights, features);
    feeds[`grad/${TOKENS}`] = new Tensor('float32', cotangent, [
      cotangent.length / this.#rows / width,
      this.#rows,
      width,
    ]);
    const outputs = LEARNED.map((name) => `grad/${name}`);
    const results = await this.#backward.run(feeds, outputs);
    const found = LEARNED.map((name) => [name, results[`grad/${name}`]!.data as Float32Array]);
    return Object.fromEntries(found) as LearnedGradients;
  }

  async close(): Promise<void> {
    await this.#forward.release();
    await this.#backward.release();
  }

  #feeds(weights: ReaderWeights, features: Float32Array): Record<string, Tensor> {
    const dims = weightDims(this.#size);
    const rows = [features.length / this.#rows / this.#size.features, this.#rows, this.#size.features];
    return {
      [FEATURES]: new Tensor('float32', features, rows),
      ...Object.fromEntries(
        weightNames(this.#size).map((name) => [name, new Tensor('float32', weights[name], dims[name])]),
      ),
    };
  }
}
