import { Readable } from 'node:stream';
import { StorageError } from './errors.ts';

/** Passes chunks on until they are more than `maxBytes` together. */
export class LimitedBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many bytes went through. */
  length = 0;
  /** What the source threw, or `too-large`: failures that are not the storage's. */
  sourceError: unknown;

  constructor(source: AsyncIterable<Uint8Array>, key: string, maxBytes: number) {
    this.chunks = this.#limit(source[Symbol.asyncIterator](), key, maxBytes);
  }

  async *#limit(source: AsyncIterator<Uint8Array>, key: string, maxBytes: number): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = await this.#next(source, key, maxBytes);
        if (next.done) return;
        // A stream around this generator throws the storage's failure in here; it is none of the source's.
        yield next.value;
      }
    } finally {
      await source.return?.();
    }
  }

  async #next(source: AsyncIterator<Uint8Array>, key: string, maxBytes: number): Promise<IteratorResult<Uint8Array>> {
    try {
      const next = await source.next();
      this.length += next.done ? 0 : next.value.length;
      if (this.length > maxBytes) throw tooLarge(key, maxBytes);
      return next;
    } catch (error) {
      this.sourceError = error;
      throw error;
    }
  }
}

export function tooLarge(key: string, maxBytes: number): StorageError {
  return new StorageError('too-large', `${key} would be larger than the ${maxBytes} bytes that are allowed here.`);
}

/** A body whose failures are translated, so that a reader of the stream sees a `StorageError` too. */
export function readable(source: Readable, translate: (cause: unknown) => Promise<Error>): Readable {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (cause) {
      throw await translate(cause);
    }
  }
  const body = Readable.from(chunks(), { objectMode: false });
  // A body that is destroyed before its first read never enters the generator, which would otherwise close the source.
  body.once('close', () => source.destroy());
  return body;
}

/** All bytes of a body of known length. */
export async function collect(body: AsyncIterable<Uint8Array>, sizeBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes);
  let at = 0;
  for await (const chunk of body) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.subarray(0, at);
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
