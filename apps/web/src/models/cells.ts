import { percent } from '../texts/format.ts';
import { modelTexts } from '../texts/model-texts.ts';
import { texts } from '../texts/texts.ts';
import type { ModelsPageQuery } from './models.graphql.ts';

const t = modelTexts.map;

export type AttributionMap = NonNullable<ModelsPageQuery['models'][number]['attribution']>;
export type Cells = AttributionMap['attributes'][number];
type Group = AttributionMap['layers'][number]['group'];

/** From what is decided of the whole picture to what is of its surface. */
const GROUPS: readonly Group[] = ['COARSE', 'MODERATE', 'FINE'];

/** How many of the layers of a group are active in one stage, of how many. */
export interface Share {
  readonly active: number;
  readonly of: number;
}

/** A row for each group of layers that the model has, a share for each stage. */
export function sharesOf(map: AttributionMap, { stages }: Cells): readonly (readonly [Group, readonly Share[]])[] {
  return GROUPS.flatMap((group) => {
    const layers = map.layers.filter((layer) => layer.group === group).map(({ index }) => index);
    if (layers.length === 0) return [];
    const shares = stages.map(({ layers: active }) => ({
      active: layers.filter((index) => active.includes(index)).length,
      of: layers.length,
    }));
    return [[group, shares] as const];
  });
}

export type Effect = NonNullable<Cells['effects']>[number];

/** What a group of layers was measured to decide, in one stage or, with null, over all of them. */
export const effectAt = ({ effects }: Cells, group: Group, stage: number | null): Effect | undefined =>
  effects?.find((effect) => effect.group === group && effect.stage === stage);

/** What the groups that an attribute has cells in were measured to decide over all stages, a sentence each. */
export function effectSentencesOf(map: AttributionMap, cells: Cells): readonly string[] {
  const name = texts.attributes[cells.attribute].toLowerCase();
  return sharesOf(map, cells).flatMap(([group, shares]) => {
    const effect = effectAt(cells, group, null);
    if (!effect || shares.every(({ active }) => active === 0)) return [];
    return [t.effectWhole(name, t.groups[group], percent(effect.followsAlone), percent(effect.followsWithout))];
  });
}

/** Where an attribute is decided, as a sentence. */
export function sentenceOf(map: AttributionMap, cells: Cells): string {
  const name = texts.attributes[cells.attribute];
  const parts = sharesOf(map, cells).flatMap(([group, shares]) => {
    const active = shares.flatMap(({ active }, stage) => (active > 0 ? [stage] : []));
    return active.length === 0 ? [] : [t.part(t.groups[group], when(active, shares.length))];
  });
  return parts.length === 0 ? t.nowhere(name) : t.sentence(name, new Intl.ListFormat('en').format(parts));
}

/** @param active stages, rising */
function when(active: readonly number[], stages: number): string {
  const [first, last] = [active[0]!, active.at(-1)!];
  const isUnbroken = last - first + 1 === active.length;
  if (active.length === stages) return t.always;
  if (!isUnbroken) return t.stages(active.map((stage) => stage + 1));
  if (first === 0) return t.firstStages(active.length, stages);
  if (last === stages - 1) return t.lastStages(active.length, stages);
  return t.stages(active.map((stage) => stage + 1));
}

/** Two attributes that are decided in the same place, and how much of the smaller one's cells that is. */
export interface Shared {
  readonly one: Cells['attribute'];
  readonly other: Cells['attribute'];
  /** 0 to 1. */
  readonly share: number;
}

/** Pairs of attributes with cells in common, those that share most first. */
export function sharedOf({ attributes }: AttributionMap): readonly Shared[] {
  return attributes
    .flatMap((one, index) =>
      attributes.slice(index + 1).map((other) => {
        const [mine, others] = [placesOf(one), placesOf(other)];
        const common = mine.filter((place) => others.includes(place)).length;
        const share = common / Math.max(1, Math.min(mine.length, others.length));
        return { one: one.attribute, other: other.attribute, share };
      }),
    )
    .filter(({ share }) => share > 0)
    .toSorted((one, other) => other.share - one.share);
}

const placesOf = ({ stages }: Cells): readonly string[] =>
  stages.flatMap(({ stage, layers }) => layers.map((layer) => `${stage} ${layer}`));
