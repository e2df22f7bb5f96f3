import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SafetensorsError } from './errors.ts';
import { parseSafetensors } from './safetensors.ts';

/** Where one tensor lies in a file. */
export interface IndexedTensor {
  /** As the file writes it: F32, F16, BF16, I64 ... */
  readonly dtype: string;
  readonly dims: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** What a safetensors file holds and where, without its data. */
export interface SafetensorsIndex {
  readonly path: string;
  readonly tensors: ReadonlyMap<string, IndexedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the header of a file of any size; checks what `readSafetensors` checks.
 * @throws {SafetensorsError} `corrupt-file`; Node's own error when the file cannot be opened
 */
export function indexSafetensors(path: string): SafetensorsIndex {
  const file = openSync(path, 'r');
  try {
    const { dataStart, entries, metadata } = parseSafetensors(
      { bytes: fstatSync(file).size, read: (start, length) => readExactly(file, start, length, path) },
      path,
    );
    const tensors = [...entries].map(([name, { dtype, shape, span }]): [string, IndexedTensor] => [
      name,
      { dtype, dims: shape, offset: dataStart + span[0], length: span[1] - span[0] },
    ]);
    return { path, tensors: new Map(tensors), metadata };
  } finally {
    closeSync(file);
  }
}

function readExactly(file: number, start: number, length: number, path: string): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const step = readSync(file, bytes, done, length - done, start + done);
    if (step === 0) throw new SafetensorsError('corrupt-file', `${path} ends too early. Copy it again.`);
    done += step;
  }
  return bytes;
}
