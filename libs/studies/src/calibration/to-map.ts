import { ATTRIBUTES, type Attribute } from '@facet/base';
import { type AttributionMap, type CellBlock, stageCount, type StageBounds } from '@facet/inversion';
import { GROUPS, type Block } from './blocks.ts';

/** Blocks as a map writes them: groups with the same stages share an entry. */
export function mergeBlocks(blocks: readonly Block[]): CellBlock[] {
  const merged = new Map<string, CellBlock>();
  for (const group of GROUPS) {
    const stages = blocks
      .filter((block) => block.group === group)
      .map(({ stage }) => stage)
      .sort((a, b) => a - b);
    if (stages.length === 0) continue;
    const key = stages.join();
    merged.set(key, { stages, groups: [...(merged.get(key)?.groups ?? []), group], layers: [] });
  }
  return [...merged.values()];
}

/**
 * An attribute's cells of one map over the stages of other bounds: a stage takes part where at least half of its timesteps
 * did, and where none does so, the one that overlaps the most.
 */
export function carryCells(map: AttributionMap, attribute: Attribute, bounds: StageBounds): CellBlock[] {
  return map.cells[attribute].map((block) => {
    const covered = Array.from({ length: stageCount(bounds) }, (_, stage) => {
      const [high, low] = [bounds[stage]!, bounds[stage + 1]!];
      const overlap = (old: number): number =>
        Math.max(0, Math.min(high, map.stageBounds[old]!) - Math.max(low, map.stageBounds[old + 1]!));
      return block.stages.reduce((sum, old) => sum + overlap(old), 0) / (high - low);
    });
    const half = covered.flatMap((share, stage) => (share >= 0.5 ? [stage] : []));
    return { ...block, stages: half.length > 0 ? half : [covered.indexOf(Math.max(...covered))] };
  });
}

/** The map of the chosen blocks; attributes that were not measured keep the cells of `fallback`. */
export function measuredMap(
  bounds: StageBounds,
  chosen: Partial<Readonly<Record<Attribute, readonly Block[]>>>,
  fallback: AttributionMap,
  about: { readonly note: string; readonly fingerprint: string },
): AttributionMap {
  const cells = ATTRIBUTES.map((attribute) => {
    const blocks = chosen[attribute];
    return [attribute, blocks === undefined ? carryCells(fallback, attribute, bounds) : mergeBlocks(blocks)];
  });
  return {
    formatVersion: 1,
    source: 'measured',
    ...about,
    stageBounds: [...bounds],
    cells: Object.fromEntries(cells) as AttributionMap['cells'],
  };
}
