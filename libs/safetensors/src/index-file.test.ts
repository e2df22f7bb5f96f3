import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexSafetensors } from './index-file.ts';
import { writeSafetensors } from './safetensors.ts';

describe('the index of a safetensors file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'facet-index-'));
    path = join(folder, 'a.safetensors');
    const tensors = new Map([
      ['first', { dims: [2], data: Float32Array.of(1, 2) }],
      ['second', { dims: [1, 3], data: Float32Array.of(3, 4, 5) }],
    ]);
    writeFileSync(path, writeSafetensors(tensors, { format: 'pt' }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says where in the file each tensor lies', () => {
    const { tensors, metadata } = indexSafetensors(path);
    expect(metadata).toEqual({ format: 'pt' });
    const { dtype, dims, offset, length } = tensors.get('second')!;
    expect([dtype, dims, length]).toEqual(['F32', [1, 3], 12]);
    const bytes = readFileSync(path).subarray(offset, offset + length);
    expect([0, 4, 8].map((at) => bytes.readFloatLE(at))).toEqual([3, 4, 5]);
  });

  it('refuses a file that was cut off, by name', () => {
    truncateSync(path, readFileSync(path).length - 4);
    const error = { code: 'corrupt-file', message: expect.stringContaining(path) };
    expect(() => indexSafetensors(path)).toThrow(expect.objectContaining(error));
  });
});
