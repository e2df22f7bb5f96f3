import { existsSync, readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PickledTensor, readTorchFile } from './torch-file.ts';

const folder = new URL('../../test/golden/pickles/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  [key in 'vector' | 'half' | 'bfloat16']: number[];
} & { [key in 'two' | 'strided']: number[][] };

function tensorAt(name: string, ...path: string[]) {
  let value = readTorchFile(bytesOf(name), name);
  for (const key of path) value = (value as Map<string, unknown>).get(key);
  return (value as PickledTensor).read(name);
}

/** The pickle of one number of numpy, of which the test says type and bytes. */
const pickledScalar = (type: string, bytes: string) =>
  `\x80\x03cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\nX\x02\x00\x00\x00${type}\x85R(K\x03X\x01\x00\x00\x00<tb${bytes}\x86R.`;
const readPickled = (pickle: string) =>
  readTorchFile(zipSync({ 'a/data.pkl': Buffer.from(pickle, 'latin1') }, { level: 0 }), 'x');

describe('the restricted reader of torch files', () => {
  it.each([
    ['diffusers.bin', expected.vector],
    ['diffusers-legacy.bin', expected.vector],
    ['half.bin', expected.half],
    ['bfloat16.bin', expected.bfloat16],
    ['double.bin', expected.vector],
    ['parameter.bin', expected.vector],
    ['ordered.bin', expected.vector],
    ['protocol5.bin', expected.vector],
  ])('reads %s as torch wrote it', (name, values) => {
    const tensor = tensorAt(name, '<cat>');
    expect(tensor.dims).toEqual([8]);
    values.forEach((value, i) => expect(tensor.data[i]).toBeCloseTo(value, 6));
  });

  it('follows offset and strides of a view', () => {
    const tensor = tensorAt('strided.bin', '<cat>');
    expect(tensor.dims).toEqual([2, 4]);
    expected.strided.flat().forEach((value, i) => expect(tensor.data[i]).toBeCloseTo(value, 6));
  });

  it.each(['ldm.pt', 'ldm-legacy.pt'])('reads the ParameterDict of the original code in %s', (name) => {
    const tensor = tensorAt(name, 'string_to_param', '*');
    expect(tensor.dims).toEqual([1, 8]);
    expected.vector.forEach((value, i) => expect(tensor.data[i]).toBeCloseTo(value, 6));
  });

  it.each(['numpy.bin', 'numpy-protocol5.bin'])('reads the numbers of numpy beside the tensor of %s', (name) => {
    const file = readTorchFile(bytesOf(name), name) as Map<string, unknown>;
    file.delete('<cat>');
    expect(Object.fromEntries(file)).toEqual({ loss: 0.125, rate: 0.005, step: 1500, half: 0.5, done: 1 });
    expect(tensorAt(name, '<cat>').dims).toEqual([8]);
  });

  it('refuses a number of numpy that is none', () => {
    expect(readPickled(pickledScalar('f4', 'C\x04\x00\x00\x00\x3f'))).toBe(0.5);
    for (const wrong of [
      pickledScalar('f4', 'C\x02\x00\x00'),
      pickledScalar('O8', 'C\x08aaaaaaaa'),
      pickledScalar('f4', 'X\x04\x00\x00\x00aaaa'),
    ])
      expect(() => readPickled(wrong)).toThrow(expect.objectContaining({ code: 'unsafe-pickle' }));
  });

  it('reads a tensor by itself', () => {
    const tensor = readTorchFile(bytesOf('tensor.pt'), 'x');
    expect((tensor as PickledTensor).read('x').dims).toEqual([8]);
  });

  it.each(['a1111.pt', 'a1111-legacy.pt'])('reads %s', (name) => {
    const tensor = tensorAt(name, 'string_to_param', '*');
    expect(tensor.dims).toEqual([2, 8]);
    expected.two.flat().forEach((value, i) => expect(tensor.data[i]).toBeCloseTo(value, 6));
  });

  it.each([
    ['evil-system.bin', /posix\.system/],
    ['evil-system-protocol4.bin', /posix\.system/],
    ['evil-nested.bin', /posix\.system/],
    ['evil-object.bin', /pathlib/],
    ['evil-build.bin', /state of something/],
    ['evil-legacy.pt', /posix\.system/],
  ])('refuses %s, which would run code, and runs nothing', (name, message) => {
    expect(() => readTorchFile(bytesOf(name), name)).toThrow(expect.objectContaining({ code: 'unsafe-pickle' }));
    expect(() => readTorchFile(bytesOf(name), name)).toThrow(message);
    expect(existsSync('/tmp/facet-pickle-was-here')).toBe(false);
  });

  it('refuses a state that hides behind an allowed class', () => {
    const text = '\x80\x02ctorch.nn.modules.container\nParameterDict\n)\x81}X\x01\x00\x00\x00aK\x01sb.';
    const zip = zipSync({ 'a/data.pkl': Buffer.from(text, 'latin1') }, { level: 0 });
    expect(() => readTorchFile(zip, 'x')).toThrow(/state of something/);
  });

  it('refuses arguments hidden in an allowed constructor', () => {
    // collections.OrderedDict([1]): the constructor is known, a call of it with arguments is not.
    const pickle = new TextEncoder().encode('\x80\x02ccollections\nOrderedDict\n(K\x01tR.'.replace('\x80', '\x80'));
    const bytes = Uint8Array.from(pickle.filter((byte) => byte !== 0xc2));
    expect(() => readTorchFile(zipSync({ 'a/data.pkl': bytes }, { level: 0 }), 'x')).toThrow(/no tensor constructor/);
  });

  it('refuses a tensor that repeats its storage, so that a small file stays small', () => {
    const storage = { type: 'FloatStorage', count: 2, bytes: new Uint8Array(8) };
    expect(() => new PickledTensor(storage, 0, [50_000_000], [0]).read('x')).toThrow(/outside its storage/);
    expect(new PickledTensor(storage, 0, [2], [1]).read('x').data).toEqual(new Float32Array(2));
  });

  it.each(['diffusers.bin', 'diffusers-legacy.bin', 'a1111.pt'])('reports every truncation of %s', (name) => {
    const bytes = bytesOf(name);
    for (let length = 0; length < bytes.length - 24; length += 13)
      expect(() => {
        const value = readTorchFile(bytes.subarray(0, length), name) as Map<string, unknown>;
        for (const item of value.values()) if (item instanceof PickledTensor) item.read(name);
        throw new TypeError(`no error at ${length}`);
      }).toThrow(expect.objectContaining({ name: 'InversionError' }));
  });
});
