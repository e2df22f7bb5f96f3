import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readHeldOut } from '../evaluation/held-out.ts';
import { combinationTable } from './combination-table.ts';
import type { BindingResult } from './study.ts';

const right = { color: 2, texture: 0.1, overlap: 0.1, shift: 0.02 };
const wrong = { ...right, shift: 0.5 };

/** Two named values and an unnamed one beside the same words; the first is the object of a combination that is held out. */
const result: BindingResult = {
  transfers: {
    formatVersion: 1,
    references: [
      { file: '0.png', kind: 'named', words: { object: 'fish', color: 'pink' }, bound: {} },
      { file: '1.png', kind: 'named', words: { object: 'snail' }, bound: {} },
      { file: '2.png', kind: 'unnamed', words: {}, bound: {} },
    ],
    transfers: [0, 1, 2].map((reference) => ({
      reference,
      attribute: 'object',
      words: { color: 'red', style: 'flat', layout: 'left' },
      wanted: `${reference}.png`,
    })),
    swaps: [],
  },
  measured: [
    { row: 'reader', transfer: 0, off: wrong },
    { row: 'reader', transfer: 1, off: right },
    { row: 'reader', transfer: 2, off: wrong },
    { row: 'words', transfer: 0, off: right },
  ],
};

it('pictures of four words are parted by whether training showed the combination, with the token in its place', () => {
  const cells = combinationTable(result, ({ object, color, style, layout }) =>
    [object, color, style, layout].join(' ').startsWith('fish red flat left'),
  );
  const figures = cells.map(({ row, seen, heldOut }) => [row, seen.n, seen.mean, heldOut.n, heldOut.mean]);
  expect(figures).toEqual([
    ['reader', 1, 1, 1, 0],
    ['words', 0, NaN, 1, 1],
  ]);
});

it("the combinations of a model's list are those of the rule that it states", async () => {
  const model = join(import.meta.dirname, '../../../../models/world');
  const isHeldOut = await readHeldOut(model);
  const { held_out: listed, ...words } = JSON.parse(readFileSync(join(model, 'classifiers', 'factors.json'), 'utf8'));
  expect(listed.rule).toBe('(7*object + 3*color + 5*style + 11*layout + object*color + style*layout) % 7 == 0');
  const wrong: object[] = [];
  for (const [o, object] of words.object.entries())
    for (const [c, color] of words.color.entries())
      for (const [s, style] of words.style.entries())
        for (const [l, layout] of words.layout.entries()) {
          const isRuledOut = (7 * o + 3 * c + 5 * s + 11 * l + o * c + s * l) % 7 === 0;
          const combination = { object, color, style, layout };
          if (isHeldOut(combination) !== isRuledOut) wrong.push(combination);
        }
  expect(wrong).toEqual([]);
});
