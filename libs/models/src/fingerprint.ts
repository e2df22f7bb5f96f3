import { createHash, type Hash } from 'node:crypto';
import { TOKEN_TABLE } from './clip/text.ts';
import type { ModelSource } from './sources/source.ts';
import { readBytes, readValues } from './weights/read.ts';
import type { StoredTensor } from './weights/stored.ts';
import type { Weights } from './weights/weights.ts';

/** Numbers of each tensor that enter the fingerprint, from its middle: reading all would mean gigabytes per start. */
const SAMPLE = 256;

/** How many numbers of a token table are rounded at a time. */
const CHUNK = 1 << 20;

/** A weight as far as a fingerprint is concerned. */
export interface FingerprintWeight {
  /** As PyTorch has them: of a matrix `[out, in]`. */
  readonly dims: readonly number[];
  /** `count` of its numbers from the one at `start`, in the order of the dims, as float16, rounded to nearest even. */
  readonly halves: (start: number, count: number) => Uint8Array;
  /** What LoRA files add to it: a scale and two factors each. */
  readonly changes?: readonly { readonly scale: number; readonly factors: readonly FingerprintWeight[] }[];
}

/** The weights of one network by their names in diffusers and transformers. */
export type NamedWeights = ReadonlyMap<string, FingerprintWeight>;

/**
 * The identity of a model as far as attribute tokens are concerned: SHA-256, in hex, over what its weights say in whatever
 * form they came. A diffusers folder, a one-file checkpoint and an export of the same model have the same one, and so have its
 * float32 and its float16 files: names are those of diffusers, numbers are rounded to float16. (bfloat16 has already lost digits
 * that float16 keeps, so such a file is a model of its own.)
 *
 * What is hashed, for each text encoder and then the U-Net:
 * 1. for a text encoder its token table, all of it: fine-tuning may change single rows;
 * 2. of each other tensor, in the order of the names: name, dimensions other than 1, and 256 numbers from its middle;
 * 3. of each LoRA that changes it, its scale and as many numbers of both its factors.
 *
 * The autoencoder and the projection of the pooled vector are not part of it, since tokens do not depend on the one and
 * files that agree in all else may leave out the other.
 */
export function fingerprintOf(textEncoders: readonly NamedWeights[], unet: NamedWeights): string {
  const hash = createHash('sha256');
  for (const weights of textEncoders) {
    fingerprintLine(hash, 'text encoder');
    addTable(hash, weights.get(TOKEN_TABLE)!);
    addSamples(hash, new Map([...weights].filter(([name]) => isTowerWeight(name))));
  }
  fingerprintLine(hash, 'U-Net');
  addSamples(hash, unet);
  return hash.digest('hex');
}

/** The fingerprint of a checkpoint or a diffusers folder. */
export function weightFingerprint({ textTowers, unet }: ModelSource): string {
  return fingerprintOf(
    textTowers.map(({ weights }) => namedWeights(weights)),
    namedWeights(unet.weights),
  );
}

const namedWeights = (weights: Weights): NamedWeights =>
  new Map(
    weights.names.map((name) => {
      const changes = weights
        .changesOf(name)
        .map(({ scale, up, down }) => ({ scale, factors: [up, down].map(stored) }));
      return [name, { ...stored(weights.get(name)), changes }];
    }),
  );

const stored = (tensor: StoredTensor): FingerprintWeight => ({
  dims: tensor.dims,
  halves: (start, count) => halves(tensor, start, count),
});

const isTowerWeight = (name: string): boolean => name.startsWith('text_model.') && name !== TOKEN_TABLE;

const countOf = ({ dims }: FingerprintWeight): number => dims.reduce((product, dim) => product * dim, 1);

function addTable(hash: Hash, table: FingerprintWeight): void {
  fingerprintLine(hash, 'table', table.dims);
  const count = countOf(table);
  for (let start = 0; start < count; start += CHUNK) hash.update(table.halves(start, Math.min(CHUNK, count - start)));
}

function addSamples(hash: Hash, weights: NamedWeights): void {
  for (const name of [...weights.keys()].toSorted()) {
    const weight = weights.get(name)!;
    fingerprintLine(
      hash,
      name,
      weight.dims.filter((dim) => dim !== 1),
    );
    hash.update(middle(weight));
    for (const { scale, factors } of weight.changes ?? []) {
      fingerprintLine(hash, 'changed', scale);
      for (const factor of factors) hash.update(middle(factor));
    }
  }
}

/** The numbers of a weight that enter the fingerprint. */
function middle(weight: FingerprintWeight): Uint8Array {
  const count = countOf(weight);
  const length = Math.min(SAMPLE, count);
  return weight.halves(Math.floor((count - length) / 2), length);
}

function halves(tensor: StoredTensor, start: number, count: number): Uint8Array {
  if (tensor.dtype === 'F16') return readBytes(tensor, 2 * start, 2 * count);
  const rounded = new Float16Array(readValues(tensor, start, count));
  return new Uint8Array(rounded.buffer);
}

/** One record; JSON keeps fields apart whatever characters names hold. */
export function fingerprintLine(hash: Hash, ...fields: readonly unknown[]): void {
  hash.update(`${JSON.stringify(fields)}\n`);
}
