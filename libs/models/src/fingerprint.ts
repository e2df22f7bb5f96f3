import { createHash, type Hash } from 'node:crypto';
import { TOKEN_TABLE } from './clip/text.ts';
import type { ModelSource } from './sources/source.ts';
import { elementBytes, readBytes, readValues } from './weights/read.ts';
import type { StoredTensor } from './weights/stored.ts';
import type { Weights } from './weights/weights.ts';

/** Numbers of each tensor that enter the fingerprint, from its middle: reading all would mean gigabytes per start. */
const SAMPLE = 256;

/** How many numbers of a token table are rounded at a time. */
const CHUNK = 1 << 20;

/**
 * The identity of a model as far as attribute tokens are concerned: SHA-256, in hex, over what its weights say in whatever
 * form they came. A diffusers folder and a one-file checkpoint of the same model have the same one, and so have its float32 and
 * its float16 files: names are those of diffusers, numbers are rounded to float16. (bfloat16 has already lost digits that
 * float16 keeps, so such a file is a model of its own.)
 *
 * What is hashed, for each text encoder and then the U-Net:
 * 1. for a text encoder its token table, all of it: fine-tuning may change single rows;
 * 2. of each other tensor, in the order of the names: name, dimensions other than 1, and 256 numbers from its middle;
 * 3. of each LoRA that changes it, its scale and as many numbers of both its factors.
 *
 * The autoencoder and the projection of the pooled vector are not part of it, since tokens do not depend on the one and
 * files that agree in all else may leave out the other.
 */
export function weightFingerprint({ textTowers, unet }: ModelSource): string {
  const hash = createHash('sha256');
  for (const { weights } of textTowers) {
    line(hash, 'text encoder');
    addTable(hash, weights.get(TOKEN_TABLE));
    addSamples(hash, weights, weights.names.filter(isTowerWeight));
  }
  line(hash, 'U-Net');
  addSamples(hash, unet.weights, unet.weights.names);
  return hash.digest('hex');
}

const isTowerWeight = (name: string): boolean => name.startsWith('text_model.') && name !== TOKEN_TABLE;

function addTable(hash: Hash, table: StoredTensor): void {
  line(hash, 'table', table.dims);
  const count = table.length / elementBytes(table);
  for (let start = 0; start < count; start += CHUNK) hash.update(halves(table, start, Math.min(CHUNK, count - start)));
}

function addSamples(hash: Hash, weights: Weights, names: readonly string[]): void {
  for (const name of names.toSorted()) {
    const tensor = weights.get(name);
    line(
      hash,
      name,
      tensor.dims.filter((dim) => dim !== 1),
    );
    hash.update(middle(tensor));
    for (const { up, down, scale } of weights.changesOf(name)) {
      line(hash, 'changed', scale);
      for (const factor of [up, down]) hash.update(middle(factor));
    }
  }
}

/** The numbers of a tensor that enter the fingerprint. */
function middle(tensor: StoredTensor): Uint8Array {
  const count = tensor.length / elementBytes(tensor);
  const length = Math.min(SAMPLE, count);
  return halves(tensor, Math.floor((count - length) / 2), length);
}

/** Numbers of a tensor as float16, rounded to nearest even. */
function halves(tensor: StoredTensor, start: number, count: number): Uint8Array {
  if (tensor.dtype === 'F16') return readBytes(tensor, 2 * start, 2 * count);
  const rounded = new Float16Array(readValues(tensor, start, count));
  return new Uint8Array(rounded.buffer);
}

/** One record; JSON keeps fields apart whatever characters names hold. */
function line(hash: Hash, ...fields: readonly unknown[]): void {
  hash.update(`${JSON.stringify(fields)}\n`);
}
