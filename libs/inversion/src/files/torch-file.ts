import { unzipSync, type UnzipFileInfo } from 'fflate';
import { InversionError } from '../errors.ts';
import { bfloat16ToNumber, halfToNumber } from '@facet/onnx/half';
import { readPickle, type PickleHost } from './pickle.ts';
import type { NamedTensor } from '@facet/safetensors';

/** Embedding files are tiny; anything larger than this is a model or an attack. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A storage each for all vectors of the largest form, and a few files besides. */
const MAX_ZIP_ENTRIES = 1_000;
/** torch's own limit of what it prints and most of its operators take. */
const MAX_DIMS = 64;

interface NumberType {
  readonly bytes: number;
  /** Reads one, little endian. */
  read(view: DataView, at: number): number;
}

const DOUBLE: NumberType = { bytes: 8, read: (view, at) => view.getFloat64(at, true) };
const FLOAT: NumberType = { bytes: 4, read: (view, at) => view.getFloat32(at, true) };
const HALF: NumberType = { bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) };
const BFLOAT16: NumberType = { bytes: 2, read: (view, at) => bfloat16ToNumber(view.getUint16(at, true)) };
const LONG: NumberType = { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) };
const INT: NumberType = { bytes: 4, read: (view, at) => view.getInt32(at, true) };
const BOOL: NumberType = { bytes: 1, read: (view, at) => view.getUint8(at) };

/** What vectors are stored as, by the names of torch's storage classes. */
const STORAGES: Readonly<Record<string, NumberType>> = {
  DoubleStorage: DOUBLE,
  FloatStorage: FLOAT,
  HalfStorage: HALF,
  BFloat16Storage: BFLOAT16,
  LongStorage: LONG,
};

/** Single numbers of numpy as their pickles name them, which is all that trainers save beside a tensor. */
const SCALARS: Readonly<Record<string, NumberType>> = { f2: HALF, f4: FLOAT, f8: DOUBLE, i4: INT, i8: LONG, b1: BOOL };

/** A storage that a pickle refers to; in the legacy format its bytes come after the pickle, so they are filled later. */
class Storage {
  readonly type: string;
  readonly count: number;
  bytes: Uint8Array | undefined;

  constructor(type: string, count: number) {
    this.type = type;
    this.count = count;
  }
}

/** A tensor as the pickle describes it, before its storage is known. */
export class PickledTensor {
  readonly storage: Storage;
  readonly offset: number;
  readonly dims: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: Storage, offset: number, dims: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.offset = offset;
    this.dims = dims;
    this.strides = strides;
  }

  /** The values in row-major order; throws `corrupt-file` when they lie outside the storage. */
  read(origin: string): NamedTensor {
    const { bytes: size, read } = STORAGES[this.storage.type]!;
    const bytes = this.storage.bytes;
    const count = this.dims.reduce((product, dim) => product * dim, 1);
    const last = this.dims.reduce((sum, dim, axis) => sum + (dim - 1) * this.strides[axis]!, this.offset);
    // A view that repeats its storage (stride 0) could be larger than any file; embeddings are none.
    if (bytes === undefined || count > this.storage.count || (count > 0 && (last + 1) * size > bytes.length))
      throw new InversionError(
        'corrupt-file',
        `${origin}: a tensor of shape [${this.dims.join(', ')}] lies outside its storage.`,
      );
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      let rest = i;
      let at = this.offset;
      for (let axis = this.dims.length - 1; axis >= 0; axis--) {
        at += (rest % this.dims[axis]!) * this.strides[axis]!;
        rest = Math.floor(rest / this.dims[axis]!);
      }
      data[i] = read(view, at * size);
    }
    return { dims: this.dims, data };
  }
}

/** A numpy type, by one of those names. */
class ScalarType {
  readonly name: string;
  isLittleEndian = false;

  constructor(name: string) {
    this.name = name;
  }

  read(bytes: Uint8Array): number {
    return SCALARS[this.name]!.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
  }
}

/** Marks of the only globals that a tensor file needs. */
const ORDERED_DICT = Symbol('collections.OrderedDict');
const REBUILD_TENSOR = Symbol('torch._utils._rebuild_tensor_v2');
const REBUILD_PARAMETER = Symbol('torch._utils._rebuild_parameter');
const PARAMETER_DICT = Symbol('torch.nn.modules.container.ParameterDict');
const SET = Symbol('set');
const SCALAR = Symbol('numpy scalar');
const SCALAR_TYPE = Symbol('numpy.dtype');
const ENCODE = Symbol('_codecs.encode');
const GLOBALS: Readonly<Record<string, symbol>> = {
  'collections OrderedDict': ORDERED_DICT,
  'torch._utils _rebuild_tensor_v2': REBUILD_TENSOR,
  'torch._utils _rebuild_parameter': REBUILD_PARAMETER,
  // What the original code of latent diffusion saves, and the empty sets that such a module has.
  'torch.nn.modules.container ParameterDict': PARAMETER_DICT,
  '__builtin__ set': SET,
  'builtins set': SET,
  // A learning rate or a loss that was computed by numpy, whose bytes old protocols write as Latin-1 text.
  'numpy.core.multiarray scalar': SCALAR,
  'numpy._core.multiarray scalar': SCALAR,
  'numpy dtype': SCALAR_TYPE,
  '_codecs encode': ENCODE,
};

/** A module that holds tensors by name; its state names them among much else. */
class ParameterDict extends Map<unknown, unknown> {}

class TorchHost implements PickleHost {
  readonly storages = new Map<string, Storage>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  global(module: string, name: string): unknown {
    const known = GLOBALS[`${module} ${name}`];
    if (known !== undefined) return known;
    if (module === 'torch' && Object.hasOwn(STORAGES, name)) return { storageType: name };
    throw new InversionError(
      'unsafe-pickle',
      `${this.#origin} asks for the Python object ${module}.${name}. Only tensors are read from pickles; refused. Ask for the file as .safetensors.`,
    );
  }

  reduce(callable: unknown, args: readonly unknown[]): unknown {
    if (callable === ORDERED_DICT && args.length === 0) return new Map();
    if (callable === PARAMETER_DICT && args.length === 0) return new ParameterDict();
    if (callable === SET && args.length === 1 && Array.isArray(args[0])) return new Set(args[0]);
    if (callable === SCALAR_TYPE && typeof args[0] === 'string' && Object.hasOwn(SCALARS, args[0]))
      return new ScalarType(args[0]);
    if (callable === ENCODE && typeof args[0] === 'string' && args[1] === 'latin1')
      return Uint8Array.from(args[0], (sign) => sign.codePointAt(0)!);
    if (callable === SCALAR) {
      const [type, bytes] = args;
      if (
        type instanceof ScalarType &&
        type.isLittleEndian &&
        bytes instanceof Uint8Array &&
        bytes.length === Number(type.name[1])
      )
        return type.read(bytes);
    }
    if (callable === REBUILD_PARAMETER && args[0] instanceof PickledTensor) return args[0];
    if (callable === REBUILD_TENSOR) {
      const [storage, offset, dims, strides] = args;
      if (
        storage instanceof Storage &&
        isSize(offset) &&
        isSizes(dims) &&
        isSizes(strides) &&
        dims.length === strides.length
      )
        return new PickledTensor(storage, offset, dims, strides);
    }
    throw new InversionError(
      'unsafe-pickle',
      `${this.#origin} calls something that is no tensor constructor; refused.`,
    );
  }

  build(object: unknown, state: unknown): void {
    // Version, byte order, and five fields of types that have parts.
    if (object instanceof ScalarType && Array.isArray(state)) {
      object.isLittleEndian = state[1] === '<' || state[1] === '|';
      return;
    }
    const parameters: unknown = state instanceof Map ? state.get('_parameters') : undefined;
    if (!(object instanceof ParameterDict) || !(parameters instanceof Map))
      throw new InversionError(
        'unsafe-pickle',
        `${this.#origin} sets the state of something that is no ParameterDict; refused.`,
      );
    for (const [name, tensor] of parameters) object.set(name, tensor);
  }

  persistent(id: unknown): unknown {
    const [kind, type, key, , count] = Array.isArray(id) ? (id as unknown[]) : [];
    // The legacy format names a module's class with its source text, which is of no interest.
    if (kind === 'module' && type === PARAMETER_DICT) return type;
    const storageType = (type as { storageType?: string } | undefined)?.storageType;
    if (kind !== 'storage' || storageType === undefined || typeof key !== 'string' || !isSize(count))
      throw new InversionError(
        'unsafe-pickle',
        `${this.#origin} refers to something that is no tensor storage; refused.`,
      );
    const storage = this.storages.get(key) ?? new Storage(storageType, count);
    this.storages.set(key, storage);
    return storage;
  }
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= MAX_DIMS && value.every(isSize);

/**
 * The object that `torch.save` wrote, with dicts as Maps and tensors as `PickledTensor`s: the zip format (torch 1.6 on)
 * and the legacy one. Throws `unsafe-pickle` when it asks for anything but tensors.
 */
export function readTorchFile(bytes: Uint8Array, origin: string): unknown {
  if (bytes.length > MAX_BYTES)
    throw new InversionError(
      'unsupported-format',
      `${origin} has ${bytes.length} bytes; token files are smaller than ${MAX_BYTES}.`,
    );
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return isZip ? readZipFormat(bytes, origin) : readLegacyFormat(bytes, origin);
}

/**
 * The files in a zip, which torch writes without compression: nothing is unpacked here, so that no file can be larger than
 * what was sent. Several entries can share bytes; they count each time.
 */
function storedFiles(bytes: Uint8Array, origin: string): Record<string, Uint8Array> {
  let total = 0;
  let count = 0;
  const isTaken = ({ name, size, originalSize, compression }: UnzipFileInfo): boolean => {
    if (compression !== 0)
      throw new InversionError(
        'unsupported-format',
        `${origin} is a zip file whose "${name.slice(0, 80)}" is compressed, as torch never writes it. Save it again with torch.save, or as .safetensors.`,
      );
    total += Math.max(size, originalSize);
    if (++count > MAX_ZIP_ENTRIES || total > MAX_BYTES)
      throw new InversionError(
        'unsupported-format',
        `${origin} holds more than the ${MAX_ZIP_ENTRIES} files and ${MAX_BYTES} bytes that a token takes.`,
      );
    return true;
  };
  try {
    return unzipSync(bytes, { filter: isTaken });
  } catch (cause) {
    if (cause instanceof InversionError) throw cause;
    throw new InversionError('corrupt-file', `${origin} is a broken zip file: ${(cause as Error).message}.`, { cause });
  }
}

function readZipFormat(bytes: Uint8Array, origin: string): unknown {
  const files = storedFiles(bytes, origin);
  const pickleName = Object.keys(files).find((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickleName === undefined)
    throw new InversionError(
      'unsupported-format',
      `${origin} is a zip file without data.pkl, so torch did not write it.`,
    );
  const folder = pickleName.slice(0, -'data.pkl'.length);
  const order = files[`${folder}byteorder`];
  if (order !== undefined && new TextDecoder().decode(order) !== 'little')
    throw new InversionError('unsupported-format', `${origin} was written on a big-endian machine.`);
  const host = new TorchHost(origin);
  const { value } = readPickle(files[pickleName]!, host, origin);
  for (const [key, storage] of host.storages) storage.bytes = files[`${folder}data/${key}`];
  return value;
}

/** torch's magic number for its format before 1.6. */
const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_PROTOCOL = 1001;

function readLegacyFormat(bytes: Uint8Array, origin: string): unknown {
  const host = new TorchHost(origin);
  const magic = readPickle(bytes, host, origin);
  if (magic.value !== LEGACY_MAGIC)
    throw new InversionError('unsupported-format', `${origin} is a pickle that torch.save did not write.`);
  const protocol = readPickle(bytes, host, origin, magic.end);
  if (protocol.value !== LEGACY_PROTOCOL)
    throw new InversionError('unsupported-format', `${origin} has an unknown torch protocol.`);
  const system = readPickle(bytes, host, origin, protocol.end);
  if ((system.value as Map<unknown, unknown>).get?.('little_endian') !== true)
    throw new InversionError('unsupported-format', `${origin} was written on a big-endian machine.`);
  const content = readPickle(bytes, host, origin, system.end);
  const keys = readPickle(bytes, host, origin, content.end);
  if (!Array.isArray(keys.value)) throw new InversionError('corrupt-file', `${origin} lists no storages.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = keys.end;
  for (const key of keys.value as unknown[]) {
    const storage = typeof key === 'string' ? host.storages.get(key) : undefined;
    if (storage === undefined || at + 8 > bytes.length)
      throw new InversionError('corrupt-file', `${origin} ends inside its storages.`);
    const count = Number(view.getBigInt64(at, true));
    const size = count * STORAGES[storage.type]!.bytes;
    if (!isSize(count) || at + 8 + size > bytes.length)
      throw new InversionError('corrupt-file', `${origin} ends inside its storages.`);
    storage.bytes = bytes.subarray(at + 8, at + 8 + size);
    at += 8 + size;
  }
  return content.value;
}
