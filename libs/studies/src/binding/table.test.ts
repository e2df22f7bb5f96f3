import type { Attribute } from '@facet/base';
import { describe, expect, it } from 'vitest';
import { bindingMarkdown, bindingTable } from './table.ts';
import type { BindingResult, Measured } from './study.ts';

const off = { color: 1, overlap: 0, shift: 0, texture: 0 };
const attributes: readonly Attribute[] = ['color', 'layout'];

/** Two unnamed references with two transfers of color and of layout each; distances of color by row. */
function result(colors: Readonly<Record<string, number>>): BindingResult {
  const references = [0, 1].map((i) => ({ file: `${i}.png`, kind: 'unnamed' as const, words: {}, bound: {} }));
  const transfers = [0, 1].flatMap((reference) =>
    attributes.flatMap((attribute) =>
      [0, 1].map((k) => ({ reference, attribute, words: {}, wanted: `${reference}-${attribute}-${k}.png` })),
    ),
  );
  const measured = Object.entries(colors).flatMap(([row, color]) =>
    transfers.map(({ attribute }, transfer): Measured => {
      const isBeside = attribute === 'layout';
      return { row, transfer, off: { ...off, color, overlap: isBeside ? 0.2 : 0.9, shift: 0.05 } };
    }),
  );
  return { transfers: { formatVersion: 1, references, transfers, swaps: [] }, measured };
}

const closedOf = (colors: Readonly<Record<string, number>>, row: string) =>
  bindingTable(result(colors)).find((cell) => cell.row === row && cell.distance === 'color')!.closed.mean;

describe('the table of binding', () => {
  it('has 0 for the best words, 1 for what is wanted, and less than 0 for what is worse than words', () => {
    const colors = { words: 12, bound: 3, reader: 6, matte: 18, perfect: 0 };
    expect(['words', 'bound', 'reader', 'matte', 'perfect'].map((row) => closedOf(colors, row))).toEqual([
      0, 0.75, 0.5, -0.5, 1,
    ]);
  });

  it('holds against the true words where these come nearer than those that are found', () => {
    expect(closedOf({ words: 12, 'true-words': 8, reader: 6 }, 'reader')).toBe(0.25);
    expect(closedOf({ words: 12, 'true-words': 16, reader: 6 }, 'reader')).toBe(0.5);
  });

  it('counts references and not pictures, and keeps what lies within its bounds', () => {
    const cells = bindingTable(result({ words: 12, reader: 6 }));
    expect(new Set(cells.map(({ closed }) => closed.n))).toEqual(new Set([2]));
    const kept = (attribute: Attribute, row: string) =>
      cells.find((cell) => cell.attribute === attribute && cell.row === row)!.kept;
    // Beside color: style and layout are kept, the object (overlap .9) is not. Beside layout only color and style are asked.
    expect(kept('color', 'words')).toBeCloseTo(2 / 3, 12);
    expect([kept('layout', 'words'), kept('layout', 'reader')]).toEqual([0.5, 1]);
  });

  it('says in Markdown which share of the bound a row closes', () => {
    const text = bindingMarkdown(bindingTable(result({ words: 12, bound: 4, reader: 6 })), 'A title');
    const line = text.split('\n').find((each) => each.includes('| color | reader |'));
    expect(line).toBe('| unnamed | color | color | reader | 2 | 6.000 | 0.50 (0.50 to 0.50) | 0.75 | 0.67 |');
  });
});
