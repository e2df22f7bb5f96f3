import { expect, test } from 'vitest';
import {
  effectAt,
  effectSentencesOf,
  sentenceOf,
  sharedOf,
  sharesOf,
  type AttributionMap,
  type Cells,
} from './cells.ts';

const map: AttributionMap = {
  source: 'measured',
  note: '',
  layers: (['FINE', 'MODERATE', 'COARSE', 'COARSE', 'FINE'] as const).map((group, index) => ({ index, group })),
  attributes: [],
};

const cells = (...layers: readonly (readonly number[])[]): Cells => ({
  attribute: 'LAYOUT',
  effects: null,
  stages: layers.map((layers, stage) => ({ stage, fromTimestep: 0, untilTimestep: 0, layers: [...layers] })),
});

test('the figure of a cell is how many layers of the group are active in the stage, of how many', () => {
  expect(sharesOf(map, cells([2, 3, 1], [2], []))).toEqual([
    [
      'COARSE',
      [
        { active: 2, of: 2 },
        { active: 1, of: 2 },
        { active: 0, of: 2 },
      ],
    ],
    [
      'MODERATE',
      [
        { active: 1, of: 1 },
        { active: 0, of: 1 },
        { active: 0, of: 1 },
      ],
    ],
    [
      'FINE',
      [
        { active: 0, of: 2 },
        { active: 0, of: 2 },
        { active: 0, of: 2 },
      ],
    ],
  ]);
});

test.each([
  [cells([2, 3], [2, 3], [2, 3]), 'the coarse layers from beginning to end'],
  [cells([1], [], []), 'the middle layers in the first of 3 stages'],
  [cells([], [0, 4], [0, 4]), 'the fine layers in the last 2 of 3 stages'],
  [cells([0], [], [0]), 'the fine layers in stages 1 and 3'],
  [cells([], [0], []), 'the fine layers in stage 2'],
  [
    cells([1, 2], [2], []),
    'the coarse layers in the first 2 of 3 stages and the middle layers in the first of 3 stages',
  ],
])('where an attribute is decided is said in words: %#', (given, words) => {
  expect(sentenceOf(map, given)).toBe(`Layout is drawn by ${words}. Elsewhere a plain word stands for its token.`);
});

test('an attribute that has no cells is said to have none', () => {
  expect(sentenceOf(map, cells([], []))).toBe(
    'Layout has no cells of its own in this model: its token changes nothing.',
  );
});

test('attributes that have cells in common are named with the share of the smaller one', () => {
  const attributes = [
    { ...cells([0, 4], [0, 4]), attribute: 'COLOR' as const },
    { ...cells([0, 4], [0, 4]), attribute: 'STYLE' as const },
    { ...cells([2], [2, 3]), attribute: 'OBJECT' as const },
    { ...cells([2, 3, 4, 1], []), attribute: 'LAYOUT' as const },
  ];
  expect(sharedOf({ ...map, attributes })).toEqual([
    { one: 'COLOR', other: 'STYLE', share: 1 },
    { one: 'OBJECT', other: 'LAYOUT', share: 1 / 3 },
    { one: 'COLOR', other: 'LAYOUT', share: 0.25 },
    { one: 'STYLE', other: 'LAYOUT', share: 0.25 },
  ]);
});

const measured = (group: 'FINE' | 'COARSE', stage: number | null, followsAlone: number, followsWithout: number) => ({
  group,
  stage,
  followsAlone,
  followsWithout,
});

test('what was measured of a cell is that of its group and stage, and of the group over all stages where no stage is named', () => {
  const effects = [measured('COARSE', 0, 0.375, 0.5625), measured('COARSE', null, 0.625, 0.375)];
  const given = { ...cells([2, 3], []), effects };
  expect(effectAt(given, 'COARSE', 0)).toBe(effects[0]);
  expect(effectAt(given, 'COARSE', null)).toBe(effects[1]);
  expect(effectAt(given, 'COARSE', 1)).toBeUndefined();
  expect(effectAt(cells([2, 3], []), 'COARSE', 0)).toBeUndefined();
});

test('what an attribute owes to the groups that it has cells in is said in words, and nothing of the others', () => {
  const effects = [measured('COARSE', null, 0.625, 0.375), measured('FINE', null, 0, 1)];
  expect(effectSentencesOf(map, { ...cells([2, 3], []), effects })).toEqual([
    'Measured: another word for layout, in the coarse layers alone, shows in 63% of the pictures; everywhere but there, in 38%.',
  ]);
  expect(effectSentencesOf(map, cells([2, 3], []))).toEqual([]);
});
