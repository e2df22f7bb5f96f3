import { expect, test } from 'vitest';
import { isFacetFile } from './facet-file.ts';

function safetensors(header: string): Blob {
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  return new Blob([length.buffer, header]);
}

test('a file of Facet is known by its header, and others are not', async () => {
  expect(await isFacetFile(safetensors('{"__metadata__":{"facet":"{}"}}'))).toBe(true);
  expect(await isFacetFile(safetensors('{"__metadata__":{"format":"pt"}}'))).toBe(false);
  expect(await isFacetFile(safetensors('{"emb_params":{}}'))).toBe(false);
});

test('a file of Facet that is cut off is one all the same', async () => {
  const whole = safetensors('{"__metadata__":{"facet":"{}"}}');
  expect(await isFacetFile(whole.slice(0, whole.size - 2))).toBe(true);
});

test('what is no safetensors file at all is not taken for one', async () => {
  for (const content of ['', 'short', 'PK\u0003\u0004 and much more of a zip file', 'plain words that are long enough'])
    expect(await isFacetFile(new Blob([content]))).toBe(false);
});
