import { ATTRIBUTES } from '@facet/base';
import { bootstrapMean, type Interval } from '../bootstrap.ts';
import { markdownTable } from '../markdown-table.ts';
import { DISTANCES, isRight, mean, OWN, shown } from './measures.ts';
import type { Distances } from './picture-facts.ts';
import { BOUND, WORDS } from './rows.ts';
import { sizeOf, type SwapResult } from './swaps.ts';
import type { Swap } from './transfers.ts';

export interface SwapCell {
  /** Of how many references there is a value in each picture. */
  readonly size: number;
  readonly row: string;
  /** Mean distances from what is wanted, of all pictures. */
  readonly off: Distances;
  /** By distance the share of the words' that the row takes away, of the pictures in which one of its attributes is swapped. */
  readonly closed: Readonly<Record<keyof Distances, Interval>>;
  /** The mean of these shares over the distances of each picture. */
  readonly all: Interval;
  /** The share of pictures in which every attribute is as wanted. */
  readonly right: Interval;
  /** How much more of them are right than by words, picture by picture. */
  readonly ahead: Interval;
}

/** One cell for each size and row that something was measured of. Swaps are the units of the intervals. */
export function swapTable({ transfers: { swaps }, measured }: SwapResult): SwapCell[] {
  const rows = [...new Set(measured.map(({ row }) => row))];
  const sizes = [...new Set(measured.map(({ swap }) => sizeOf(swaps[swap]!)))].toSorted((a, b) => a - b);
  return sizes.flatMap((size) => {
    const ofSize = measured.filter(({ swap }) => sizeOf(swaps[swap]!) === size);
    const byWords = new Map(ofSize.filter(({ row }) => row === WORDS).map(({ swap, off }) => [swap, off]));
    return rows.flatMap((row) => {
      const pairs = ofSize.flatMap(({ row: other, swap, off }): Pair[] => {
        const words = byWords.get(swap);
        return other === row && words !== undefined ? [{ asked: askedOf(swaps[swap]!), off, words }] : [];
      });
      return pairs.length === 0 ? [] : [{ size, row, ...figuresOf(pairs) }];
    });
  });
}

/** A picture by a row's tokens and the one by words in their places. */
interface Pair {
  /** The distances that tell of the attributes that are swapped. */
  readonly asked: readonly (keyof Distances)[];
  readonly off: Distances;
  readonly words: Distances;
}

const askedOf = ({ sources }: Swap): (keyof Distances)[] =>
  DISTANCES.filter((distance) =>
    ATTRIBUTES.some((attribute) => attribute in sources && OWN[attribute].includes(distance)),
  );

function figuresOf(pairs: readonly Pair[]): Omit<SwapCell, 'size' | 'row'> {
  const asking = (distance: keyof Distances): Pair[] => pairs.filter(({ asked }) => asked.includes(distance));
  const whole = distancesOf((distance) => mean(asking(distance).map(({ words }) => words[distance])));
  const share = ({ off, words }: Pair, distance: keyof Distances): number =>
    (words[distance] - off[distance]) / whole[distance];
  return {
    off: distancesOf((distance) => mean(pairs.map(({ off }) => off[distance]))),
    closed: distancesOf((distance) => bootstrapMean(asking(distance).map((pair) => share(pair, distance)))),
    all: bootstrapMean(pairs.map((pair) => mean(pair.asked.map((distance) => share(pair, distance))))),
    right: bootstrapMean(pairs.map(({ off }) => Number(isRight(off)))),
    ahead: bootstrapMean(pairs.map(({ off, words }) => Number(isRight(off)) - Number(isRight(words)))),
  };
}

const distancesOf = <T>(valueOf: (distance: keyof Distances) => T): Record<keyof Distances, T> => ({
  color: valueOf('color'),
  texture: valueOf('texture'),
  overlap: valueOf('overlap'),
  shift: valueOf('shift'),
});

/** The table in Markdown: a line for each size and row. */
export function swapMarkdown(cells: readonly SwapCell[]): string {
  const lines = cells.map(({ size, row, closed, all, right, ahead }) => {
    const bound = cells.find((each) => each.row === BOUND && each.size === size);
    const ofBound = bound === undefined || bound.all.mean <= 0 ? '' : (all.mean / bound.all.mean).toFixed(2);
    const shares = [...DISTANCES.map((distance) => closed[distance]), all].map(shown);
    return [String(size), row, String(right.n), ...shares, ofBound, shown(right), shown(ahead)];
  });
  const head = [
    'references',
    'tokens',
    'pictures',
    ...DISTANCES.map((distance) => `${distance} closed`),
    'all closed (95 %)',
    'of the bound',
    'right',
    'more than by words',
  ];
  return `# Tokens of several references together\n\nClosed: the share of the words' distance that is taken away. Right: every attribute is as wanted.\n\n${markdownTable(head, lines)}\n`;
}
