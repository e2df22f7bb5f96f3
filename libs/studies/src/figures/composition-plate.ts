import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { BothVerdicts, Verdict } from '@facet/inversion';
import { contactSheet, type SheetPicture, type SheetRow } from '@facet/drawings';
import { verdictLines } from './verdict-lines.ts';

/** What was asked of a composition, and what came of it. */
export interface JudgedComposition {
  readonly rank: 'best' | 'middle' | 'worst';
  readonly seed: number;
  readonly asked: Verdict;
  readonly seen: BothVerdicts;
  /** Right factors, summed over both classifiers: 0 to 8. */
  readonly right: number;
}

/** The same with its pictures: files that sharp reads, as bytes. */
export interface PlateRow extends JudgedComposition {
  readonly look: Uint8Array;
  readonly thing: Uint8Array;
  readonly composed: Uint8Array;
}

const rule =
  'Not chosen by hand: all such swaps of the study and all their seeds are ranked by how many of the eight verdicts (four factors, two classifiers) are right, equal ones by a hash; shown are the first four, the four around the middle and the last four.';
const legend =
  'A dot: both classifiers see what was asked; a half filled one: one of them does; a cross: neither does. Where they see different things both words are given.';

/** Both references beside the picture composed of them, a row per composition; returns the bytes of a PNG. */
export function compositionPlate(variant: string, rows: readonly PlateRow[]): Promise<Buffer> {
  return contactSheet({
    title: 'Two pictures, one composition',
    subtitle: `Color and style of the first with object and layout of the second, by the tokens of “${variant}”. ${legend}`,
    rows: rows.map((row, i) => plateRow(row, rows.slice(0, i + 1).filter(({ rank }) => rank === row.rank).length)),
    footer: rule,
  });
}

function plateRow({ rank, asked, seen, seed, right, look, thing, composed }: PlateRow, number: number): SheetRow {
  const giver = (title: string, bytes: Uint8Array, gives: readonly Attribute[]): SheetPicture => ({
    bytes,
    title,
    lines: gives.map((attribute) => ({ words: `gives its ${attribute}, ${asked[attribute]}` })),
    isReference: true,
  });
  return {
    heading: `${rank[0]!.toUpperCase()}${rank.slice(1)} ${number}: ${right} of ${2 * ATTRIBUTES.length} verdicts right`,
    note: `asked: ${ATTRIBUTES.map((attribute) => `${attribute} ${asked[attribute]}`).join(', ')}`,
    pictures: [
      giver('Reference A', look, ['color', 'style']),
      giver('Reference B', thing, ['object', 'layout']),
      { bytes: composed, title: `Composed, seed ${seed}`, lines: verdictLines(seen, asked) },
    ],
  };
}
