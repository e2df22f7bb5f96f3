import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf, lastLine, model, scratch, succeed } from './facet.ts';

const { path, remove } = scratch();
afterAll(remove);

const CAT = '00-striped-yellow-cat-lying.png';
const HOUSE = '01-watercolor-red-house-paired.png';

/** Two named pictures; of each one value stands beside words. */
beforeAll(() => {
  mkdirSync(path('transfers'));
  for (const file of [CAT, HOUSE]) copyFileSync(join(model, 'references', file), path('transfers', file));
  const words = { style: 'flat', object: 'fish', layout: 'upright' };
  writeFileSync(
    path('transfers', 'transfers.json'),
    JSON.stringify({
      formatVersion: 1,
      references: [
        { file: CAT, kind: 'named', words: { color: 'yellow' }, bound: {} },
        { file: HOUSE, kind: 'named', words: { color: 'red' }, bound: {} },
      ],
      transfers: [0, 1].map((reference) => ({
        reference,
        attribute: 'color',
        words,
        wanted: [CAT, HOUSE][reference],
      })),
      swaps: [
        { sources: { color: 0, object: 1 }, words: { style: 'flat', layout: 'upright' }, wanted: HOUSE },
        { sources: { color: 1, object: 0 }, words: { style: 'flat', layout: 'upright' }, wanted: CAT },
        { sources: { color: 0, style: 1, object: 0, layout: 1 }, words: {}, wanted: CAT },
      ],
    }),
  );
});

const binding = (...more: string[]): string[] => [
  'binding',
  path('transfers'),
  '--quick',
  '--out',
  path('out'),
  ...more,
];

const rows = (cells: unknown): unknown =>
  (cells as { row: string; attribute: string; closed: { n: number } }[]).map((cell) => [
    cell.row,
    cell.attribute,
    cell.closed.n,
  ]);
const expected = (n: number): unknown => ['words', 'true-words', 'textual-inversion'].map((row) => [row, 'color', n]);

test('a token of the whole picture stands alone like any other, of as many references as are asked for, and more go on from there', async () => {
  const first = lastLine(await succeed([...binding('--references', '1', '--rows', 'textual-inversion'), '--json']));
  expect(rows(first['cells'])).toEqual(expected(1));
  const journal = readFileSync(path('out', 'journal.jsonl'), 'utf8');
  const second = lastLine(await succeed([...binding('--rows', 'textual-inversion'), '--json']));
  expect(rows(second['cells'])).toEqual(expected(2));
  expect(readFileSync(path('out', 'journal.jsonl'), 'utf8').startsWith(journal)).toBe(true);
  expect(readFileSync(path('out', 'binding.md'), 'utf8')).toContain(
    '| named | color | color | textual-inversion | 2 |',
  );
});

const swaps = async (...more: string[]) =>
  lastLine(await succeed([...binding('--rows', 'textual-inversion@2', '--swaps', ...more), '--json']));
const told = ({ cells }: Record<string, unknown>): unknown =>
  (cells as { size: number; row: string; right: { n: number } }[]).map(({ size, row, right }) => [size, row, right.n]);
// No private names are known here, so the bound's prompts say nothing in the tokens' places.
const ofSize = (size: number, n: number) => ['words', 'bound', 'textual-inversion@2'].map((row) => [size, row, n]);

test('tokens of several pictures stand together, and what was drawn is not drawn again', async () => {
  expect(told(await swaps('1'))).toEqual([...ofSize(2, 1), ...ofSize(4, 1)]);
  const journal = readFileSync(path('out', 'journal.jsonl'), 'utf8');
  expect(told(await swaps('2'))).toEqual([...ofSize(2, 2), ...ofSize(4, 1)]);
  const more = readFileSync(path('out', 'journal.jsonl'), 'utf8');
  expect(more.startsWith(journal)).toBe(true);
  expect(more.slice(journal.length).trim().split(/\n+/u)).toHaveLength(3);
  expect(readFileSync(path('out', 'swaps.md'), 'utf8')).toContain('| 4 | textual-inversion@2 | 1 |');
});

test('only references of the kinds that are asked for are drawn, and an unknown kind is refused', async () => {
  const { cells } = lastLine(
    await succeed([...binding('--kinds', 'unnamed,foreign', '--rows', 'textual-inversion'), '--json']),
  );
  expect(cells).toEqual([]);
  expect((await failureOf(binding('--kinds', 'strange'))).message).toContain('named, unnamed, foreign');
});

test('a row that does not exist is refused by name, with those that there are', async () => {
  const { message } = await failureOf(binding('--rows', 'p+'));
  expect(message).toContain('"p+"');
  for (const row of ['matte', 'textual-inversion', 'p-plus', 'prospect', 'reader']) expect(message).toContain(row);
});
