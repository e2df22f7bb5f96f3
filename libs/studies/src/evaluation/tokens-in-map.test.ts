import { expect, it } from 'vitest';
import { INACTIVE, type LayerInfo, type AttributionMap, type TokenSet } from '@facet/inversion';
import { tokensInMap } from './tokens-in-map.ts';

const layers = [
  { index: 0, group: 'fine' },
  { index: 1, group: 'coarse' },
] as LayerInfo[];
const map: AttributionMap = {
  formatVersion: 1,
  source: 'edited',
  note: '',
  stageBounds: [1000, 600, 0],
  cells: {
    color: [{ stages: [0, 1], groups: ['fine'], layers: [] }],
    style: [{ stages: [1], groups: ['fine'], layers: [] }],
    object: [{ stages: [1], groups: ['coarse'], layers: [] }],
    layout: [{ stages: [0], groups: ['coarse'], layers: [] }],
  },
};
const prospect = {
  objectWord: 'cat',
  stageBounds: [1000, 800, 0],
  tokens: [
    {
      name: 'token',
      vectors: [new Float32Array([1]), new Float32Array([2])],
      cells: [
        [0, 0],
        [1, 1],
      ],
      initialWord: 'cat',
      fallbackWord: 'cat',
    },
  ],
} as unknown as TokenSet;

it("a whole picture's token becomes four, each with the vectors of its own cells of the map and nothing elsewhere", () => {
  const { tokens, stageBounds } = tokensInMap(prospect, map, layers);
  expect(stageBounds).toEqual(map.stageBounds);
  expect(tokens.map(({ name, cells, fallbackWord }) => [name, cells, fallbackWord])).toEqual([
    // The stage 1000-600 ends within the token's second stage.
    [
      'color',
      [
        [1, INACTIVE],
        [1, INACTIVE],
      ],
      undefined,
    ],
    [
      'style',
      [
        [INACTIVE, INACTIVE],
        [1, INACTIVE],
      ],
      undefined,
    ],
    [
      'object',
      [
        [INACTIVE, INACTIVE],
        [INACTIVE, 1],
      ],
      'cat',
    ],
    [
      'layout',
      [
        [INACTIVE, 1],
        [INACTIVE, INACTIVE],
      ],
      undefined,
    ],
  ]);
  expect(tokens.every(({ vectors }) => vectors.length === 2)).toBe(true);
});

it('tokens of single attributes that were trained in every cell keep only those of the map', () => {
  const everywhere = [
    [0, 0],
    [0, 0],
  ];
  const read = {
    objectWord: 'cat',
    stageBounds: map.stageBounds,
    tokens: [
      {
        name: 'color',
        vectors: [new Float32Array([3])],
        cells: everywhere,
        initialWord: 'red',
        fallbackWord: undefined,
      },
      {
        name: 'object',
        vectors: [new Float32Array([4])],
        cells: everywhere,
        initialWord: 'cat',
        fallbackWord: undefined,
      },
    ],
  } as unknown as TokenSet;
  const { tokens } = tokensInMap(read, map, layers);
  expect(tokens).toEqual([
    {
      ...read.tokens[0],
      cells: [
        [0, INACTIVE],
        [0, INACTIVE],
      ],
    },
    {
      ...read.tokens[1],
      cells: [
        [INACTIVE, INACTIVE],
        [INACTIVE, 0],
      ],
      fallbackWord: 'cat',
    },
  ]);
});
