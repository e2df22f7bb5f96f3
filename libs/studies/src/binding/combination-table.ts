import { bootstrapMean, type Interval } from '../bootstrap.ts';
import type { IsHeldOut } from '../evaluation/held-out.ts';
import { markdownTable } from '../markdown-table.ts';
import { isRight, shown } from './measures.ts';
import type { BindingResult, Measured } from './study.ts';

/** The share of pictures in which every attribute is as wanted, where words say all four values. */
export interface CombinationCell {
  readonly row: string;
  /** Of combinations that the model's training showed. */
  readonly seen: Interval;
  /** Of those that it never did. */
  readonly heldOut: Interval;
}

/** One cell for each row; pictures are the units of the intervals, since each is of another combination. */
export function combinationTable({ transfers, measured }: BindingResult, isHeldOut: IsHeldOut): CombinationCell[] {
  const isNamed = ({ transfer }: Measured): boolean =>
    transfers.references[transfers.transfers[transfer]!.reference]!.kind === 'named';
  const ofHeldOut = ({ transfer }: Measured): boolean => {
    const { reference, attribute, words } = transfers.transfers[transfer]!;
    return isHeldOut({ ...words, [attribute]: transfers.references[reference]!.words[attribute] });
  };
  return [...Map.groupBy(measured.filter(isNamed), ({ row }) => row)].map(([row, all]) => {
    const { seen = [], heldOut = [] } = Object.groupBy(all, (each) => (ofHeldOut(each) ? 'heldOut' : 'seen'));
    return { row, seen: rightOf(seen), heldOut: rightOf(heldOut) };
  });
}

const rightOf = (measured: readonly Measured[]): Interval =>
  bootstrapMean(measured.map(({ off }) => Number(isRight(off))));

/** The table in Markdown: a line for each row. */
export function combinationMarkdown(cells: readonly CombinationCell[]): string {
  const lines = cells.map(({ row, seen, heldOut }) => [
    row,
    String(seen.n),
    shown(seen),
    String(heldOut.n),
    shown(heldOut),
  ]);
  const head = ['tokens', 'seen in training', 'right (95 %)', 'held out', 'right (95 %)'];
  return `\n## Combinations of named values\n\nRight: every attribute is as wanted.\n\n${markdownTable(head, lines)}\n`;
}
