import { Readable } from 'node:stream';
import { StorageError } from './errors.ts';

/** Passes chunks on until they are more than `maxBytes` together. */
export class LimitedBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many bytes went through. */
  length = 0;
  /** What the source threw, to tell its failures from those of the storage. */
  sourceError: unknown;

  constructor(source: AsyncIterable<Uint8Array>, key: string, maxBytes: number) {
    this.chunks = this.#limit(source, key, maxBytes);
  }

  async *#limit(source: AsyncIterable<Uint8Array>, key: string, maxBytes: number): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        this.length += chunk.length;
        if (this.length > maxBytes) throw tooLarge(key, maxBytes);
        yield chunk;
      }
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
