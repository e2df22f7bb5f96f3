import { closeSync, openSync, readSync } from 'node:fs';
import { SourceError } from '../errors.ts';
import type { StoredTensor } from './stored.ts';

/** Bytes `start` to `start + length` of a tensor. @throws {SourceError} `corrupt-file` when the file ends before */
export function readBytes(tensor: StoredTensor, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const file = openSync(tensor.file, 'r');
  try {
    for (let done = 0; done < length;) {
      const step = readSync(file, bytes, done, Math.min(length - done, 1 << 30), tensor.offset + start + done);
      if (step === 0) throw new SourceError('corrupt-file', `${tensor.file} became shorter. Copy it again.`);
      done += step;
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

/** Bytes of one number of each type that networks store. */
const sizes: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

export function elementBytes({ dtype, file }: StoredTensor): number {
  const size = sizes[dtype];
  if (size !== undefined) return size;
  throw new SourceError(
    'unsupported-format',
    `${file} stores weights as ${dtype}; take it in float32, float16 or bfloat16.`,
  );
}

/** `count` numbers from the one at `start`, in the order of the file. */
export function readValues(tensor: StoredTensor, start: number, count: number): Float32Array {
  const size = elementBytes(tensor);
  const bytes = readBytes(tensor, start * size, count * size);
  switch (tensor.dtype) {
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'F64':
      return new Float32Array(new Float64Array(bytes.buffer));
    case 'F16':
      return new Float32Array(new Float16Array(bytes.buffer));
    default:
      return fromBrain(new Uint16Array(bytes.buffer));
  }
}

/** bfloat16 is the upper half of a float32. */
function fromBrain(halves: Uint16Array): Float32Array {
  const words = new Uint16Array(2 * halves.length);
  for (let at = 0; at < halves.length; at++) words[2 * at + 1] = halves[at]!;
  return new Float32Array(words.buffer);
}
