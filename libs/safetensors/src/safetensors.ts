import { bfloat16ToNumber, halfToNumber } from '@facet/onnx/half';
import { SafetensorsError } from './errors.ts';

/** One tensor of a safetensors file, converted to float32. */
export interface NamedTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The header limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;
/** The largest models have some thousand tensors; a header of the largest size could name a million. */
const MAX_TENSORS = 100_000;

const READERS: Record<string, { bytes: number; read: (view: DataView, count: number) => Float32Array }> = {
  F64: { bytes: 8, read: (view, n) => Float32Array.from({ length: n }, (_, i) => view.getFloat64(8 * i, true)) },
  F32: { bytes: 4, read: (view, n) => Float32Array.from({ length: n }, (_, i) => view.getFloat32(4 * i, true)) },
  F16: {
    bytes: 2,
    read: (view, n) => Float32Array.from({ length: n }, (_, i) => halfToNumber(view.getUint16(2 * i, true))),
  },
  BF16: {
    bytes: 2,
    read: (view, n) => Float32Array.from({ length: n }, (_, i) => bfloat16ToNumber(view.getUint16(2 * i, true))),
  },
};

interface ReadOptions {
  /** More than these are refused before any is read. */
  readonly maxTensors?: number;
  /** Others are passed over, whatever type they have. */
  readonly isWanted?: (tensor: Pick<NamedTensor, 'dims'>) => boolean;
}

const corrupt = (origin: string, what: string) =>
  new SafetensorsError('corrupt-file', `${origin} is not a sound safetensors file: ${what}.`);

/**
 * Reads a safetensors file (8 bytes header length, JSON header, data): F64, F32, F16 and BF16 tensors, all returned as
 * float32. Checks every bound: header inside the file, offsets that tile the data section without gap or overlap,
 * sizes that agree with shape and type. `origin` names the file in errors (`corrupt-file`, `unsupported-format`).
 */
export function readSafetensors(
  bytes: Uint8Array,
  origin: string,
  { maxTensors = MAX_TENSORS, isWanted = () => true }: ReadOptions = {},
): Safetensors {
  const { dataStart, entries, metadata } = parseSafetensors(inMemory(bytes), origin, maxTensors);
  const tensors = new Map<string, NamedTensor>();
  for (const [name, { dtype, shape, span }] of entries) {
    if (!isWanted({ dims: shape })) continue;
    const reader = READERS[dtype];
    if (reader === undefined)
      throw new SafetensorsError(
        'unsupported-format',
        `${origin}: tensor "${name}" has type ${dtype}; only F64, F32, F16 and BF16 are read.`,
      );
    const count = shape.reduce((product, dim) => product * dim, 1);
    const section = new DataView(bytes.buffer, bytes.byteOffset + dataStart + span[0], span[1] - span[0]);
    tensors.set(name, { dims: shape, data: reader.read(section, count) });
  }
  return { tensors, metadata };
}

/** The metadata of a safetensors file; of its tensors only what the header says is looked at. Throws `corrupt-file`. */
export const readMetadata = (bytes: Uint8Array, origin: string): Safetensors['metadata'] =>
  parseSafetensors(inMemory(bytes), origin).metadata;

const inMemory = (bytes: Uint8Array): ByteSource => ({
  bytes: bytes.length,
  read: (start, length) => bytes.subarray(start, start + length),
});

/** Where a file's bytes come from: memory, or a file of any size of which only the header is wanted. */
export interface ByteSource {
  /** Length of the whole file. */
  readonly bytes: number;
  read(start: number, length: number): Uint8Array;
}

export interface Header {
  /** The byte at which the data section starts. */
  readonly dataStart: number;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The checked header of a safetensors file; see `readSafetensors` for what is checked. */
export function parseSafetensors(source: ByteSource, origin: string, maxTensors = MAX_TENSORS): Header {
  if (source.bytes < 8) throw corrupt(origin, 'it is shorter than 8 bytes');
  const start = source.read(0, 8);
  const headerLength = new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true);
  if (headerLength > BigInt(MAX_HEADER_BYTES) || 8n + headerLength > BigInt(source.bytes))
    throw corrupt(origin, `its header claims ${headerLength} bytes, the file has ${source.bytes}`);
  const dataStart = 8 + Number(headerLength);
  const header = parseHeader(source.read(8, Number(headerLength)), origin);
  const dataLength = source.bytes - dataStart;

  const metadata: Record<string, string> = {};
  const entries = new Map<string, Entry>();
  const named = Object.entries(header);
  const count = named.length - (Object.hasOwn(header, '__metadata__') ? 1 : 0);
  if (count > maxTensors)
    throw corrupt(origin, `its header names ${count} tensors, of which there may be ${maxTensors}`);
  for (const [name, entry] of named) {
    if (name === '__metadata__') {
      if (typeof entry !== 'object' || entry === null) throw corrupt(origin, 'its metadata are not an object');
      for (const [key, value] of Object.entries(entry)) {
        if (typeof value !== 'string') throw corrupt(origin, `metadata "${key}" is not a string`);
        metadata[key] = value;
      }
      continue;
    }
    entries.set(name, parseEntry(entry, name, origin, dataLength));
  }
  // Before anything is read, so that a small file cannot ask for the same bytes a thousand times.
  checkTiling(
    [...entries.values()].map(({ span }) => span),
    dataLength,
    origin,
  );
  for (const [name, { dtype, shape, span }] of entries) checkSize(name, dtype, shape, span, origin);
  return { dataStart, entries, metadata };
}

/** Bytes an element of each type takes; a type that is not here cannot be checked, and is not read either. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

function checkSize(name: string, dtype: string, shape: readonly number[], span: Entry['span'], origin: string): void {
  const size = ELEMENT_BYTES[dtype];
  if (size === undefined || shape.reduce((product, dim) => product * dim, size) === span[1] - span[0]) return;
  throw corrupt(
    origin,
    `tensor "${name}" of shape [${shape.join(', ')}] and type ${dtype} does not fill its ${span[1] - span[0]} bytes`,
  );
}

function parseHeader(bytes: Uint8Array, origin: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw corrupt(origin, 'its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw corrupt(origin, 'its header is not an object');
  return header as Record<string, unknown>;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte of the data, and the byte after its last. */
  readonly span: readonly [number, number];
}

function parseEntry(entry: unknown, name: string, origin: string, dataLength: number): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !shape.every(isSize))
    throw corrupt(origin, `tensor "${name}" has no type or shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize))
    throw corrupt(origin, `tensor "${name}" has no offsets`);
  const [start, end] = offsets as [number, number];
  if (start > end || end > dataLength)
    throw corrupt(origin, `tensor "${name}" lies at ${start} to ${end} of ${dataLength} bytes of data`);
  return { dtype, shape: shape as number[], span: [start, end] };
}

/** The format allows neither holes nor overlaps, so that a file cannot hide data or alias tensors. */
function checkTiling(spans: Entry['span'][], dataLength: number, origin: string): void {
  let place = 0;
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (start !== place) throw corrupt(origin, `its tensors leave a gap or overlap at byte ${place} of the data`);
    place = end;
  }
  if (place !== dataLength) throw corrupt(origin, `${dataLength - place} bytes at its end belong to no tensor`);
}

/** Writes float32 tensors and string metadata; the same content gives the same bytes. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header['__metadata__'] = metadata;
  let offset = 0;
  for (const [name, { dims, data }] of tensors) {
    if (dims.reduce((product, dim) => product * dim, 1) !== data.length)
      throw new SafetensorsError(
        'invalid-input',
        `Tensor "${name}" has ${data.length} values for shape [${dims.join(', ')}].`,
      );
    header[name] = { dtype: 'F32', shape: dims, data_offsets: [offset, offset + 4 * data.length] };
    offset += 4 * data.length;
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  // Readers align the data to 8 bytes by spaces after the header.
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + offset).fill(0x20, 8, 8 + padded);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  let place = 8 + padded;
  for (const { data } of tensors.values())
    for (const value of data) {
      view.setFloat32(place, value, true);
      place += 4;
    }
  return bytes;
}
