import { ATTRIBUTES, type Attribute } from '@facet/base';
import { bootstrapMean, type Interval } from '../bootstrap.ts';
import { markdownTable } from '../markdown-table.ts';
import { isKept, KEPT, mean, OWN, shown } from './measures.ts';
import type { Distances } from './picture-facts.ts';
import { BOUND, TRUE_WORDS, WORDS } from './rows.ts';
import type { BindingResult, Measured } from './study.ts';
import { KINDS, type Kind } from './transfers.ts';

export interface TableCell {
  readonly kind: Kind;
  readonly attribute: Attribute;
  readonly distance: keyof Distances;
  readonly row: string;
  /** Mean distance from what is wanted. */
  readonly off: number;
  /** The share of the best words' distance that the row takes away: 1 is what is wanted, below 0 worse than words. By references. */
  readonly closed: Interval;
  /** How many of the other attributes are as the words beside say. */
  readonly kept: number;
}

/** One cell for each kind, attribute, distance and row that something was measured of. */
export function bindingTable({ transfers, measured }: BindingResult): TableCell[] {
  const rows = [...new Set(measured.map(({ row }) => row))];
  const referenceOf = ({ transfer }: Measured): number => transfers.transfers[transfer]!.reference;
  return KINDS.flatMap((kind) =>
    ATTRIBUTES.flatMap((attribute) => {
      const isAsked = ({ transfer }: Measured): boolean => {
        const asked = transfers.transfers[transfer]!;
        return asked.attribute === attribute && transfers.references[asked.reference]!.kind === kind;
      };
      const asked = measured.filter(isAsked);
      return OWN[attribute].flatMap((distance) => {
        const all = rows.map((row) => [row, byReference(asked, row, distance, referenceOf)] as const);
        const offs = new Map(all.filter(([, values]) => values.size > 0));
        const best = bestWords(offs);
        if (best === undefined) return [];
        return [...offs].map(([row, values]) => ({
          kind,
          attribute,
          distance,
          row,
          off: mean([...values.values()]),
          closed: bootstrapMean(sharesClosed(values, best)),
          kept: keptShare(
            asked.filter((each) => each.row === row),
            attribute,
          ),
        }));
      });
    }),
  );
}

/** The mean distance of each reference's transfers. */
function byReference(
  measured: readonly Measured[],
  row: string,
  distance: keyof Distances,
  referenceOf: (each: Measured) => number,
): Map<number, number> {
  const values = Map.groupBy(
    measured.filter((each) => each.row === row),
    referenceOf,
  );
  return new Map([...values].map(([reference, all]) => [reference, mean(all.map(({ off }) => off[distance]))]));
}

/** Of the words that are found and those that are true, the row that comes nearer. */
function bestWords(offs: ReadonlyMap<string, ReadonlyMap<number, number>>): ReadonlyMap<number, number> | undefined {
  const [found, known] = [offs.get(WORDS), offs.get(TRUE_WORDS)];
  if (found === undefined || known === undefined || known.size < found.size) return found;
  return mean([...known.values()]) < mean([...found.values()]) ? known : found;
}

function sharesClosed(values: ReadonlyMap<number, number>, best: ReadonlyMap<number, number>): number[] {
  const whole = mean([...best.values()]);
  return [...values].flatMap(([reference, off]) => {
    const words = best.get(reference);
    return words === undefined ? [] : [(words - off) / whole];
  });
}

/** Object and layout share the silhouette: beside either only the place tells. */
function keptShare(measured: readonly Measured[], attribute: Attribute): number {
  const isPlaced = attribute === 'object' || attribute === 'layout';
  const others = ATTRIBUTES.filter((other) => other !== attribute && !(isPlaced && KEPT[other].by === 'overlap'));
  const kept = measured.flatMap(({ off }) => others.map((other) => Number(isKept(off, other))));
  return mean(kept);
}

/** The table in Markdown: a line for each kind, attribute and row. */
export function bindingMarkdown(cells: readonly TableCell[], title: string): string {
  const lines = cells.map(({ kind, attribute, distance, row, off, closed, kept }) => {
    const bound = cells.find(
      (each) => each.row === BOUND && each.kind === kind && each.attribute === attribute && each.distance === distance,
    );
    const ofBound = bound === undefined || bound.closed.mean <= 0 ? '' : (closed.mean / bound.closed.mean).toFixed(2);
    return [kind, attribute, distance, row, String(closed.n), off.toFixed(3), shown(closed), ofBound, kept.toFixed(2)];
  });
  const head = [
    'kind',
    'attribute',
    'distance',
    'tokens',
    'references',
    'off',
    'closed (95 %)',
    'of the bound',
    'others kept',
  ];
  return `# ${title}\n\nOne token alone beside other pictures' words. Closed: the share of the best words' distance that is taken away.\n\n${markdownTable(head, lines)}\n`;
}
