import type { Attribute } from '@facet/base';
import { describe, expect, it } from 'vitest';
import type { Distances } from './picture-facts.ts';
import { swapMarkdown, swapTable, type SwapCell } from './swap-table.ts';
import type { SwapResult } from './swaps.ts';

const right: Distances = { color: 2, texture: 0.1, overlap: 0.1, shift: 0.02 };

const swap = (...attributes: Attribute[]) => ({
  sources: Object.fromEntries(attributes.map((attribute, i) => [attribute, i])),
  words: {},
  wanted: 'wanted.png',
});

/** Swaps of color and style, of object and layout, and of all four; distances by row, one for each swap. */
function result(rows: Readonly<Record<string, readonly Distances[]>>): SwapResult {
  const swaps = [swap('color', 'style'), swap('object', 'layout'), swap('color', 'style', 'object', 'layout')];
  return {
    transfers: { formatVersion: 1, references: [], transfers: [], swaps },
    measured: Object.entries(rows).flatMap(([row, offs]) => offs.map((off, at) => ({ row, swap: at, off }))),
  };
}

const cellOf = (cells: readonly SwapCell[], size: number, row: string): SwapCell =>
  cells.find((cell) => cell.size === size && cell.row === row)!;

const words = [
  { color: 20, texture: 1, overlap: 0.2, shift: 0.02 },
  { color: 2, texture: 0.1, overlap: 0.8, shift: 0.2 },
  { color: 20, texture: 1, overlap: 0.8, shift: 0.2 },
];

describe('the table of tokens of several references together', () => {
  it('has 0 for words, and of each distance the share that is taken away where one of its attributes is swapped', () => {
    const half = words.map(({ color, texture, overlap }) => ({
      color: color / 2,
      texture: texture / 4,
      overlap,
      shift: 0,
    }));
    const cells = swapTable(result({ words, half }));
    expect(cellOf(cells, 2, 'words').all.mean).toBe(0);
    const { closed, all } = cellOf(cells, 2, 'half');
    expect([closed.color.mean, closed.texture.mean, closed.overlap.mean, closed.shift.mean]).toEqual([0.5, 0.75, 0, 1]);
    expect([closed.color.n, closed.overlap.n]).toEqual([1, 1]);
    // Of the first picture color and texture are asked, of the second overlap and shift.
    expect(all.mean).toBeCloseTo((0.625 + 0.5) / 2, 12);
    expect(cellOf(cells, 4, 'half').all.mean).toBeCloseTo((0.5 + 0.75 + 0 + 1) / 4, 12);
  });

  it('counts a picture as right when every attribute is, those that words say too, and compares picture by picture', () => {
    const tokens = [{ ...right, shift: 0.3 }, right, right];
    const cells = swapTable(result({ words, tokens }));
    expect(cellOf(cells, 2, 'tokens').right).toMatchObject({ mean: 0.5, n: 2 });
    expect(cellOf(cells, 2, 'tokens').ahead.mean).toBe(0.5);
    expect([cellOf(cells, 4, 'tokens').right.mean, cellOf(cells, 4, 'words').right.mean]).toEqual([1, 0]);
  });

  it('leaves out what has no words to be held against yet, and says in Markdown which share of the bound a row closes', () => {
    const bound = words.map((off) => ({ ...off, color: off.color / 4, texture: 0, overlap: 0, shift: 0 }));
    const cells = swapTable(result({ words: words.slice(0, 2), bound, tokens: words }));
    expect(cells.map(({ size, row }) => [size, row])).toEqual(['words', 'bound', 'tokens'].map((row) => [2, row]));
    const line = swapMarkdown(swapTable(result({ words, bound, tokens: bound })))
      .split('\n')
      .find((each) => each.startsWith('| 4 | tokens |'));
    expect(line).toContain('| 0.94 (0.94 to 0.94) | 1.00 | 1.00 (1.00 to 1.00) | 1.00 (1.00 to 1.00) |');
  });
});
