import { expect, it } from 'vitest';
import type { AttributionMap, LayerInfo, TokenSet } from '@facet/inversion';
import { tokensPlainly } from './tokens-plainly.ts';

const layers = [
  { index: 0, group: 'fine' },
  { index: 1, group: 'coarse' },
] as LayerInfo[];
const map = { stageBounds: [1000, 600, 0] } as unknown as AttributionMap;
const set = {
  fingerprint: 'f'.repeat(64),
  modelName: 'small',
  method: 'p-plus',
  objectWord: 'cat',
  map,
  stageBounds: map.stageBounds,
  tokens: [
    {
      name: 'color',
      vectors: [new Float32Array([1, 2])],
      cells: [
        [0, -1],
        [-1, -1],
      ],
      initialWord: 'red',
      fallbackWord: 'red',
    },
    {
      name: 'object',
      vectors: [new Float32Array([2, 0]), new Float32Array([4, 2])],
      cells: [
        [0, 1],
        [0, 1],
      ],
      initialWord: 'cat',
      fallbackWord: 'cat',
    },
  ],
} as unknown as TokenSet;

it('tokens that a tool loads without their map stand in every cell, each with the one vector that its file has', () => {
  const { tokens, stageBounds } = tokensPlainly(set, layers);
  expect(stageBounds).toEqual([1000, 600, 0]);
  expect(tokens.map(({ name, vectors, cells }) => [name, vectors.map((vector) => [...vector]), cells])).toEqual([
    [
      'color',
      [[1, 2]],
      [
        [0, 0],
        [0, 0],
      ],
    ],
    [
      'object',
      [[3, 1]],
      [
        [0, 0],
        [0, 0],
      ],
    ],
  ]);
});
