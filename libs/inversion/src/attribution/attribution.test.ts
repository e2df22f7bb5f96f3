import { describe, expect, it } from 'vitest';
import { activeLayers, attributeGrid, INACTIVE, type LayerInfo } from './cells.ts';
import { parseAttributionMap, SOURCE_TEXT_MAP } from './load.ts';
import { stageOf, unionBounds } from './stages.ts';

const layers: LayerInfo[] = (['fine', 'moderate', 'coarse', 'coarse', 'fine'] as const).map((group, index) => ({
  index,
  name: `layer ${index}`,
  group,
}));

const edited = (cells: object, bounds = [1000, 500, 0]) =>
  parseAttributionMap(
    {
      formatVersion: 1,
      source: 'edited',
      stageBounds: bounds,
      cells: { color: [], style: [], object: [], layout: [], ...cells },
    },
    'test',
  );

describe('stages', () => {
  it('hold their lower bound and not their upper one', () => {
    const bounds = SOURCE_TEXT_MAP.stageBounds;
    expect([1000, 999, 800, 799.5, 600, 599, 200, 199, 0].map((t) => stageOf(bounds, t))).toEqual([
      0, 0, 0, 1, 1, 2, 2, 3, 3,
    ]);
  });

  it('of several maps combine to the union of their bounds', () => {
    expect(
      unionBounds([
        [1000, 500, 0],
        [1000, 700, 500, 0],
      ]),
    ).toEqual([1000, 700, 500, 0]);
  });
});

describe('the attribution map', () => {
  it('of the source text puts color and style into the same cells, apart from object and layout', () => {
    expect(SOURCE_TEXT_MAP.cells.color).toEqual(SOURCE_TEXT_MAP.cells.style);
    const grid = attributeGrid(SOURCE_TEXT_MAP, 'layout', layers);
    expect(grid[0]).toEqual([INACTIVE, INACTIVE, 0, 0, INACTIVE]);
    expect(activeLayers([grid])).toEqual([2, 3]);
  });

  it('resolves groups and single layers together', () => {
    const map = edited({ color: [{ stages: [1], groups: ['moderate'], layers: [4] }] });
    expect(attributeGrid(map, 'color', layers)).toEqual([
      [-1, -1, -1, -1, -1],
      [-1, 0, -1, -1, 0],
    ]);
  });

  it('that names a stage or layer that does not exist is refused by name', () => {
    expect(() => attributeGrid(edited({ style: [{ stages: [2], groups: ['fine'] }] }), 'style', layers)).toThrow(
      /stage 2 for style.*0 to 1/,
    );
    expect(() => attributeGrid(edited({ style: [{ stages: [0], layers: [9] }] }), 'style', layers)).toThrow(
      /layer 9 for style.*5/,
    );
  });

  it('with bounds that do not fall to 0, or with unknown fields, is refused', () => {
    expect(() => edited({}, [1000, 1000, 0])).toThrow(/must fall strictly/);
    expect(() => edited({}, [1000, 10])).toThrow(/end at 0/);
    expect(() => edited({ colour: [] })).toThrow(/colour/);
  });
});
