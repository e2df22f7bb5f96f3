import { readFileSync } from 'node:fs';
import { spoiled } from '@facet/base/mutations';
import { SafetensorsError, writeSafetensors } from '@facet/safetensors';
import { zipSync } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SOURCE_TEXT_MAP } from '../attribution/load.ts';
import { InversionError } from '../errors.ts';
import { importEmbedding } from './import.ts';
import { decodeTokenFile, encodeTokenFile, isTokenFile } from './token-file.ts';

const folder = new URL('../../test/golden/pickles/', import.meta.url);
const pickled = (name: string): Uint8Array => readFileSync(new URL(name, folder));

const model = { fingerprint: 'f'.repeat(64), modelName: 'a model', embeddingWidth: 8, layerCount: 2 };
const embedding = (bytes: Uint8Array) =>
  importEmbedding(bytes, 'The file', model, SOURCE_TEXT_MAP, { word: 'cat', allowPickle: true });

const vector = Float32Array.from({ length: 8 }, (_, i) => i / 8);
const single = writeSafetensors(new Map([['<cat>', { dims: [1, 8], data: vector }]]));
const perLayer = writeSafetensors(
  new Map(['<cat>-0', '<cat>-1'].map((key) => [key, { dims: [1, 8], data: vector }] as const)),
);
const native = encodeTokenFile(embedding(single));

/** As the API reads a file. */
const read = (bytes: Uint8Array) =>
  isTokenFile(bytes, 'The file') ? decodeTokenFile(bytes, 'The file') : embedding(bytes);

const isTyped = (error: unknown): boolean => error instanceof InversionError || error instanceof SafetensorsError;

function refusalOf(bytes: Uint8Array): unknown {
  try {
    read(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

it.each([
  ['embedding', single],
  ['embedding by layers', perLayer],
  ['token file', native],
  ['zip of torch', pickled('diffusers.bin')],
  ['zip of the web UI', pickled('a1111.pt')],
  ['torch file of before 1.6', pickled('diffusers-legacy.bin')],
  ['file of the web UI of before 1.6', pickled('a1111-legacy.pt')],
  ['pickle of protocol 5', pickled('protocol5.bin')],
])('a spoiled %s is read or refused by what is wrong with it', (_, original) => {
  fc.assert(
    fc.property(spoiled(original), (bytes) => {
      expect(refusalOf(bytes)).toSatisfy((error) => error === undefined || isTyped(error));
    }),
    { seed: 20261126, numRuns: 500 },
  );
});

const pickle = (text: string): Uint8Array => zipSync({ 'a/data.pkl': Buffer.from(text, 'latin1') }, { level: 0 });
describe('a file that is made to take long is refused by its size', () => {
  it.each([
    ['a pickle of two million marks', pickle(`\x80\x02${'('.repeat(2e6)}${'t'.repeat(2e6)}.`), 'opcodes'],
    ['a pickle of a million values', pickle(`\x80\x02]${'('}${'K\x01'.repeat(1e6)}e.`), 'opcodes'],
    ['a list of 99,000 values, which is no dict', pickle(`\x80\x02](${'K\x01'.repeat(99_000)}e.`), 'neither a dict'],
    ['a header of 60,000 keys', manyKeys(60_000), '60000 tensors'],
    ['a compressed zip', zipSync({ 'a/data.pkl': new Uint8Array(1e6) }), 'compressed'],
    ['a zip that lies about what is in it', lyingZip(), 'compressed'],
    ['a zip whose entries are all the same megabyte', overlappingZip(200), '67108864 bytes'],
    [
      'a zip of 2,000 files',
      zipSync(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`a/${i}`, new Uint8Array(0)])), { level: 0 }),
      '1000 files',
    ],
    ['a token file that lists one tensor many times', manyTimes(500), 'more than once'],
  ])('%s', (_, bytes, message) => {
    const error = refusalOf(bytes);
    expect(error).toSatisfy(isTyped);
    expect((error as Error).message).toContain(message);
  });
});

function manyKeys(count: number): Uint8Array {
  return writeSafetensors(
    new Map(Array.from({ length: count }, (_, i) => [`key-${i}`, { dims: [1], data: new Float32Array(1) }] as const)),
  );
}

/** Compressed entries that unpack to a gigabyte and say that they have a kilobyte. */
function lyingZip(): Uint8Array {
  const zip = Buffer.from(zipSync({ 'a/data.pkl': new Uint8Array(1_000_000) }, { level: 9 }));
  // The size in the central directory, which is what readers go by (APPNOTE 4.3.12).
  zip.writeUInt32LE(1000, zip.indexOf('PK\x01\x02', 0, 'latin1') + 24);
  return zip;
}

/** A central directory that names one entry many times. */
function overlappingZip(times: number): Uint8Array {
  const zip = Buffer.from(zipSync({ 'a/data.pkl': new Uint8Array(1_000_000) }, { level: 0 }));
  const directory = zip.indexOf('PK\x01\x02', 1_000_000, 'latin1');
  const end = zip.indexOf('PK\x05\x06', directory, 'latin1');
  const entry = zip.subarray(directory, end);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt16LE(times, 8);
  tail.writeUInt16LE(times, 10);
  tail.writeUInt32LE(entry.length * times, 12);
  return Buffer.concat([zip.subarray(0, directory), ...Array<Buffer>(times).fill(entry), tail]);
}

function manyTimes(count: number): Uint8Array {
  const set = embedding(single);
  return encodeTokenFile({ ...set, tokens: Array.from({ length: count }, () => set.tokens[0]!) });
}
