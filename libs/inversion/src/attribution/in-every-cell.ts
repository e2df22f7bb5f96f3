import { stageCount } from './stages.ts';
import type { AttributionMap, CellBlock } from './schema.ts';

/** The map with its stages, and every attribute in all of them and in all layers: for comparisons with what a map does. */
export function inEveryCell(map: AttributionMap): AttributionMap {
  const stages = Array.from({ length: stageCount(map.stageBounds) }, (_, stage) => stage);
  const all: CellBlock[] = [{ stages, groups: ['coarse', 'moderate', 'fine'], layers: [] }];
  return { ...map, cells: { color: all, style: all, object: all, layout: all } };
}
