/// <reference lib="es2025.float16" />
import { readFileSync } from 'node:fs';
import { ModelError } from './errors.ts';
import type { Tensor } from './types.ts';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * All float tensors of a `.safetensors` file as float32 (F32, F16 and BF16 are read). The format: the header's length as
 * a little-endian uint64, a JSON header, the bytes.
 * @throws {ModelError} `missing-file`, `corrupt-file`
 */
export function readSafetensors(path: string): Map<string, Tensor> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new ModelError('missing-file', `Cannot read ${path}: ${String(cause)}`, { cause });
  }
  const corrupt = (why: string): ModelError =>
    new ModelError('corrupt-file', `${path} is not a whole safetensors file: ${why}. Copy the model again.`);
  if (bytes.length < 8) throw corrupt('it is shorter than its header');
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (headerLength > bytes.length - 8) throw corrupt('its header is cut off');
  let header: Record<string, Entry>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Record<string, Entry>;
  } catch {
    throw corrupt('its header is not JSON');
  }
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [start, end] = entry.data_offsets;
    // A copy that starts at its buffer's first byte: typed arrays need alignment, and Buffer.slice would share.
    const raw = new Uint8Array(bytes.subarray(8 + headerLength + start, 8 + headerLength + end));
    const data = toFloats(entry.dtype, raw);
    if (!data) continue;
    const count = entry.shape.reduce((product, dim) => product * dim, 1);
    if (data.length !== count) throw corrupt(`tensor '${name}' has ${data.length} of ${count} numbers`);
    tensors.set(name, { data, dims: entry.shape });
  }
  return tensors;
}

function toFloats(dtype: string, raw: Uint8Array<ArrayBuffer>): Float32Array | undefined {
  const size = dtype === 'F32' ? 4 : 2;
  const buffer = raw.buffer.slice(0, raw.length - (raw.length % size));
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'F16') return Float32Array.from(new Float16Array(buffer));
  if (dtype === 'BF16') {
    return new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer);
  }
  return undefined;
}
