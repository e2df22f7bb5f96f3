import { describe, expect, it } from 'vitest';
import { bfloat16ToNumber, halfToNumber } from '@facet/onnx';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** A file with any header over some data. */
function fileOf(header: unknown, dataLength: number, claimed?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (start: number, end: number, shape: unknown = [(end - start) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [start, end],
});

describe('safetensors', () => {
  it('come back as they were written, with data aligned to 8 bytes', () => {
    const tensors = new Map([
      ['a', { dims: [2, 2], data: Float32Array.of(1, -2, 3.5, 4) }],
      ['empty', { dims: [0, 3], data: new Float32Array(0) }],
      ['b', { dims: [1], data: Float32Array.of(Number.NaN) }],
    ]);
    const bytes = writeSafetensors(tensors, { key: 'värde' });
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    const read = readSafetensors(bytes, 'x');
    expect(read.metadata).toEqual({ key: 'värde' });
    expect([...read.tensors]).toEqual([...tensors]);
  });

  it.each([
    ['shorter than its length field', new Uint8Array(5), /shorter than 8/],
    ['a header beyond the end', fileOf({}, 0, 999n), /claims 999/],
    ['a header of absurd length', fileOf({}, 0, 2n ** 62n), /claims/],
    ['a header that is no JSON', fileOf('{"a":', 0), /not JSON/],
    ['a header that is a list', fileOf([], 0), /not an object/],
    ['offsets beyond the data', fileOf({ a: f32(0, 8) }, 4), /0 to 8 of 4/],
    ['offsets in reverse', fileOf({ a: f32(4, 0, [1]) }, 4), /4 to 0/],
    ['negative offsets', fileOf({ a: f32(-4, 0, [1]) }, 4), /no offsets/],
    ['a shape that does not fill its bytes', fileOf({ a: f32(0, 8, [3]) }, 8), /does not fill/],
    ['a shape that overflows', fileOf({ a: f32(0, 8, [2 ** 52, 2 ** 52]) }, 8), /does not fill/],
    ['overlapping tensors', fileOf({ a: f32(0, 8), b: f32(4, 12) }, 12), /gap or overlap/],
    ['a gap', fileOf({ a: f32(0, 4), b: f32(8, 12) }, 12), /gap or overlap/],
    ['bytes of no tensor', fileOf({ a: f32(0, 4) }, 12), /8 bytes at its end/],
    ['metadata that is no text', fileOf({ __metadata__: { a: 1 } }, 0), /metadata "a"/],
  ])('with %s are refused as corrupt', (_, bytes, message) => {
    expect(() => readSafetensors(bytes, 'file x')).toThrow(expect.objectContaining({ code: 'corrupt-file' }));
    expect(() => readSafetensors(bytes, 'file x')).toThrow(message);
    expect(() => readSafetensors(bytes, 'file x')).toThrow(/file x/);
  });

  it('of integer type are refused by name', () => {
    const bytes = fileOf({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, 8);
    expect(() => readSafetensors(bytes, 'x')).toThrow(expect.objectContaining({ code: 'unsupported-format' }));
  });
});

describe('half precision', () => {
  it('is widened exactly', () => {
    expect([0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x8000].map(halfToNumber)).toEqual([
      1,
      -2,
      2 ** -24,
      65504,
      Infinity,
      -0,
    ]);
    expect(halfToNumber(0x7e00)).toBeNaN();
    expect([0x3f80, 0xc000, 0x7f80].map(bfloat16ToNumber)).toEqual([1, -2, Infinity]);
  });
});
