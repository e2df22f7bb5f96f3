import { InversionError } from '../errors.ts';

/**
 * A restricted reader of Python pickles (protocols 0 to 5, the opcodes that torch.save emits). It knows data (numbers,
 * strings, tuples, lists, dicts) and asks its `PickleHost` for everything else; there is no way for a pickle to name a
 * function and have it run. Opcodes that build objects other than through the host are refused, not skipped.
 *
 * Format: Lib/pickletools.py of CPython.
 */
export interface PickleHost {
  /** A global by module and name: returns an opaque marker, or throws `unsafe-pickle`. */
  global(module: string, name: string): unknown;
  /** REDUCE and NEWOBJ: a marker called with arguments, or throws. */
  reduce(callable: unknown, args: readonly unknown[]): unknown;
  /** BUILD: gives an object that `reduce` made its state, or throws. */
  build(object: unknown, state: unknown): void;
  /** BINPERSID: torch's references to storages. */
  persistent(id: unknown): unknown;
}

/** Python dicts keep insertion order and may have keys of any hashable kind. */
export type PickleDict = Map<unknown, unknown>;

/** Embeddings of other tools take some hundred; optimisers that were saved with one, some thousand. */
const MAX_OPCODES = 100_000;

export interface PickleResult {
  readonly value: unknown;
  /** Bytes read, for streams of several pickles (torch's legacy format). */
  readonly end: number;
}

export function readPickle(bytes: Uint8Array, host: PickleHost, origin: string, start = 0): PickleResult {
  return new PickleReader(bytes, host, origin, start).read();
}

class PickleReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #host: PickleHost;
  readonly #origin: string;
  #at: number;
  readonly #stack: unknown[] = [];
  /** For each mark that is set, how much was on the stack. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(bytes: Uint8Array, host: PickleHost, origin: string, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#host = host;
    this.#origin = origin;
    this.#at = start;
  }

  read(): PickleResult {
    for (let count = 0; ; count++) {
      if (count === MAX_OPCODES) throw this.#corrupt(`it has more than ${MAX_OPCODES} opcodes`);
      const place = this.#at;
      const opcode = this.#byte();
      if (opcode === 0x2e) return { value: this.#pop(), end: this.#at };
      const action = (OPCODES as Readonly<Record<number, Action>>)[opcode];
      if (action === undefined)
        throw new InversionError(
          'unsafe-pickle',
          `${this.#origin} uses the pickle opcode 0x${opcode.toString(16).padStart(2, '0')} at byte ${place}, which is not needed for tensors; refused.`,
        );
      this.#step(action);
    }
  }

  #step(action: Action): void {
    const stack = this.#stack;
    switch (action) {
      case 'proto': {
        const version = this.#byte();
        if (version > 5) throw this.#corrupt(`it has the unknown protocol ${version}`);
        return;
      }
      case 'frame':
        this.#take(8);
        return;
      case 'mark':
        this.#marks.push(stack.length);
        return;
      case 'none':
        stack.push(null);
        return;
      case 'true':
        stack.push(true);
        return;
      case 'false':
        stack.push(false);
        return;
      case 'int1':
        stack.push(this.#byte());
        return;
      case 'int2':
        stack.push(this.#view.getUint16(this.#take(2), true));
        return;
      case 'int4':
        stack.push(this.#view.getInt32(this.#take(4), true));
        return;
      case 'long1':
        stack.push(this.#long(this.#byte()));
        return;
      case 'float':
        stack.push(this.#view.getFloat64(this.#take(8), false));
        return;
      case 'text1':
        stack.push(this.#text(this.#byte()));
        return;
      case 'text4':
        stack.push(this.#text(this.#view.getUint32(this.#take(4), true)));
        return;
      case 'bytes1':
        stack.push(this.#raw(this.#byte()));
        return;
      case 'bytes4':
        stack.push(this.#raw(this.#view.getUint32(this.#take(4), true)));
        return;
      case 'empty-tuple':
        stack.push([]);
        return;
      case 'tuple':
        stack.push(this.#popMark());
        return;
      case 'tuple1':
      case 'tuple2':
      case 'tuple3': {
        const count = Number(action.at(-1));
        const items = Array.from({ length: count }, () => this.#pop()).reverse();
        stack.push(items);
        return;
      }
      case 'empty-list':
        stack.push([]);
        return;
      case 'empty-dict':
        stack.push(new Map());
        return;
      case 'append': {
        const item = this.#pop();
        this.#list().push(item);
        return;
      }
      case 'appends': {
        const items = this.#popMark();
        const list = this.#list();
        for (const item of items) list.push(item);
        return;
      }
      case 'set-item': {
        const value = this.#pop();
        const key = this.#pop();
        this.#dict().set(key, value);
        return;
      }
      case 'set-items': {
        const items = this.#popMark();
        if (items.length % 2 !== 0) throw this.#corrupt('a dict has a key without a value');
        const dict = this.#dict();
        for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1]);
        return;
      }
      case 'put1':
        this.#remember(this.#byte());
        return;
      case 'put4':
        this.#remember(this.#view.getUint32(this.#take(4), true));
        return;
      case 'memoize':
        this.#remember(this.#memo.size);
        return;
      case 'get1':
        stack.push(this.#recall(this.#byte()));
        return;
      case 'get4':
        stack.push(this.#recall(this.#view.getUint32(this.#take(4), true)));
        return;
      case 'global':
        stack.push(this.#host.global(this.#line(), this.#line()));
        return;
      case 'stack-global': {
        const name = this.#pop();
        const module = this.#pop();
        if (typeof module !== 'string' || typeof name !== 'string') throw this.#corrupt('a global has no name');
        stack.push(this.#host.global(module, name));
        return;
      }
      case 'reduce': {
        const args = this.#pop();
        const callable = this.#pop();
        if (!Array.isArray(args)) throw this.#corrupt('a call has no arguments');
        stack.push(this.#host.reduce(callable, args as unknown[]));
        return;
      }
      case 'build': {
        const state = this.#pop();
        this.#host.build(stack.at(-1), state);
        return;
      }
      case 'persistent':
        stack.push(this.#host.persistent(this.#pop()));
        return;
    }
  }

  #corrupt(what: string): InversionError {
    return new InversionError('corrupt-file', `${this.#origin} is not a sound pickle: ${what} (byte ${this.#at}).`);
  }

  /** Moves on by `count` bytes and returns where they start. */
  #take(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.length) throw this.#corrupt('it ends too early');
    this.#at = start + count;
    return start;
  }

  #byte(): number {
    return this.#bytes[this.#take(1)]!;
  }

  #raw(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  #text(length: number): string {
    return new TextDecoder().decode(this.#raw(length));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.#corrupt('it ends too early');
    const text = this.#text(end - this.#at);
    this.#at = end + 1;
    return text;
  }

  /** A little-endian two's complement integer; torch's magic number has ten bytes, so it may be a bigint. */
  #long(length: number): number | bigint {
    const start = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[start + i]!);
    const signed = BigInt.asIntN(8 * length, value);
    const small = Number(signed);
    return Number.isSafeInteger(small) ? small : signed;
  }

  #pop(): unknown {
    if (this.#stack.length === (this.#marks.at(-1) ?? 0)) throw this.#corrupt('a value is missing');
    return this.#stack.pop();
  }

  #popMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#corrupt('a mark is missing');
    return this.#stack.splice(mark);
  }

  #list(): unknown[] {
    const list = this.#stack.at(-1);
    if (!Array.isArray(list)) throw this.#corrupt('it appends to something that is no list');
    return list as unknown[];
  }

  #dict(): PickleDict {
    const dict = this.#stack.at(-1);
    if (!(dict instanceof Map)) throw this.#corrupt('it sets items of something that is no dict');
    return dict as PickleDict;
  }

  #remember(key: number): void {
    if (this.#stack.length === (this.#marks.at(-1) ?? 0)) throw this.#corrupt('it memoizes nothing');
    this.#memo.set(key, this.#stack.at(-1));
  }

  #recall(key: number): unknown {
    if (!this.#memo.has(key)) throw this.#corrupt(`it recalls the unknown memo ${key}`);
    return this.#memo.get(key);
  }
}

const OPCODES = {
  0x80: 'proto',
  0x95: 'frame',
  0x28: 'mark',
  0x4e: 'none',
  0x88: 'true',
  0x89: 'false',
  0x4b: 'int1',
  0x4d: 'int2',
  0x4a: 'int4',
  0x8a: 'long1',
  0x47: 'float',
  0x8c: 'text1',
  0x58: 'text4',
  0x43: 'bytes1',
  0x42: 'bytes4',
  0x29: 'empty-tuple',
  0x74: 'tuple',
  0x85: 'tuple1',
  0x86: 'tuple2',
  0x87: 'tuple3',
  0x5d: 'empty-list',
  0x7d: 'empty-dict',
  0x61: 'append',
  0x65: 'appends',
  0x73: 'set-item',
  0x75: 'set-items',
  0x71: 'put1',
  0x72: 'put4',
  0x94: 'memoize',
  0x68: 'get1',
  0x6a: 'get4',
  0x63: 'global',
  0x93: 'stack-global',
  0x52: 'reduce',
  0x81: 'reduce',
  0x62: 'build',
  0x51: 'persistent',
} as const satisfies Record<number, string>;

type Action = (typeof OPCODES)[keyof typeof OPCODES];
