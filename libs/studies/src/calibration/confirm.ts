import type { Attribute } from '@facet/base';
import { attributeGrid, INACTIVE, type LayerInfo, type AttributionMap } from '@facet/inversion';
import type { Interval } from '../bootstrap.ts';
import { measure, type Question } from './measure.ts';
import type { PictureLog } from './picture-log.ts';
import type { Rates } from './rates.ts';
import { allBut, EVERYWHERE, NOWHERE, type CellSet } from './swap.ts';

/** What a map's cells of one attribute do. */
export interface Confirmed {
  /** The word exchanged in exactly the map's cells: the attribute follows, the others are kept. */
  readonly inside: Rates;
  /** Exchanged in all other cells. */
  readonly outside: Rates;
  /** The word alone in the map's cells, in a prompt that names nothing: what a token of the map can do at the most. */
  readonly alone: Interval;
}

/** What no map changes: the bounds that `Confirmed` is read against. */
export interface Limits {
  /** The word exchanged everywhere. */
  readonly full: Rates;
  /** The word alone, everywhere. */
  readonly aloneFull: Interval;
  /** Nothing named: the word is seen by chance. */
  readonly aloneBase: Interval;
}

export const mapCells = (map: AttributionMap, attribute: Attribute, layers: readonly LayerInfo[]): CellSet => {
  const grid = attributeGrid(map, attribute, layers);
  return { stageBounds: map.stageBounds, rule: (stage, layer) => grid[stage]![layer] !== INACTIVE };
};

/**
 * Measures maps on prompts that took no part in choosing them, so that the figures of the chosen one are not those of the
 * luckiest. Returns `[map][attribute]`.
 */
export async function confirmMaps(
  log: PictureLog,
  attributes: readonly Attribute[],
  maps: readonly AttributionMap[],
  layers: readonly LayerInfo[],
  numbers: readonly number[],
  onProgress?: (done: number, of: number) => void,
): Promise<{ maps: Partial<Record<Attribute, Confirmed>>[]; limits: Partial<Record<Attribute, Limits>> }> {
  const questions: Question[] = attributes.flatMap((attribute) => [
    { attribute, cells: EVERYWHERE },
    { attribute, cells: EVERYWHERE, kind: 'alone' },
    { attribute, cells: NOWHERE, kind: 'alone' },
    ...maps.flatMap((map): Question[] => {
      const cells = mapCells(map, attribute, layers);
      return [
        { attribute, cells },
        { attribute, cells: allBut(cells) },
        { attribute, cells, kind: 'alone' },
      ];
    }),
  ]);
  const of = questions.length * numbers.length;
  const rates = await measure(log, questions, numbers, (done) => onProgress?.(done, of));
  const perAttribute = 3 + 3 * maps.length;
  const at = (attribute: number, place: number): Rates => rates[attribute * perAttribute + place]!;
  const limits = attributes.map((name, a): [Attribute, Limits] => [
    name,
    { full: at(a, 0), aloneFull: at(a, 1).followed, aloneBase: at(a, 2).followed },
  ]);
  return {
    limits: Object.fromEntries(limits),
    maps: maps.map((_, m) =>
      Object.fromEntries(
        attributes.map((name, a): [Attribute, Confirmed] => [
          name,
          { inside: at(a, 3 + 3 * m), outside: at(a, 4 + 3 * m), alone: at(a, 5 + 3 * m).followed },
        ]),
      ),
    ),
  };
}
