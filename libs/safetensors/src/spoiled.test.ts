import { spoiled } from '@facet/base/mutations';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SafetensorsError } from './errors.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const original = writeSafetensors(
  new Map([
    ['a', { dims: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ['b', { dims: [4], data: new Float32Array(4) }],
  ]),
  { format: 'pt' },
);

function isReadOrRefused(bytes: Uint8Array): boolean {
  try {
    readSafetensors(bytes, 'The file');
    return true;
  } catch (error) {
    return error instanceof SafetensorsError;
  }
}

it('a spoiled file is read, or refused by what is wrong with it', () => {
  fc.assert(
    fc.property(spoiled(original), (bytes) => void expect(bytes).toSatisfy(isReadOrRefused)),
    { seed: 20261126, numRuns: 2000 },
  );
});

it('a header of any JSON is read, or refused by what is wrong with it', () => {
  const size = fc.oneof(fc.nat({ max: 24 }), fc.double(), fc.constantFrom(-1, 2 ** 53, 2 ** 31));
  const entry = fc.oneof(
    fc.jsonValue(),
    fc.record({
      dtype: fc.oneof(fc.constantFrom('F32', 'F16', 'I64', 'F4'), fc.jsonValue()),
      shape: fc.oneof(fc.array(size, { maxLength: 4 }), fc.jsonValue()),
      data_offsets: fc.oneof(fc.tuple(size, size), fc.jsonValue()),
    }),
  );
  const name = fc.oneof(fc.string(), fc.constantFrom('a', '__metadata__', '__proto__', 'constructor'));
  fc.assert(
    fc.property(fc.oneof(fc.dictionary(name, entry, { maxKeys: 4 }), fc.jsonValue()), (header) => {
      const json = Buffer.from(JSON.stringify(header));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(json.length));
      expect(Buffer.concat([length, json, Buffer.alloc(24)])).toSatisfy(isReadOrRefused);
    }),
    { seed: 20261126, numRuns: 2000 },
  );
});

it('of more tensors than are wanted is refused before any is read', () => {
  expect(() => readSafetensors(original, 'The file', { maxTensors: 1 })).toThrow(
    'names 2 tensors, of which there may be 1',
  );
});
