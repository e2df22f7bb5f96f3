import type { Attribute } from '@facet/base';
import type { CrossAttentionLayer } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import type { AttributionMap } from './schema.ts';
import { checkStageBounds, stageCount } from './stages.ts';

/** For each stage and each layer the number of the vector that is active there, or `INACTIVE`. */
export type CellGrid = readonly (readonly number[])[];

export const INACTIVE = -1;

export type LayerInfo = Pick<CrossAttentionLayer, 'index' | 'name' | 'group'>;

/** A grid filled by a rule. */
export function makeGrid(stages: number, layers: number, rule: (stage: number, layer: number) => number): CellGrid {
  return Array.from({ length: stages }, (_, stage) => Array.from({ length: layers }, (_, layer) => rule(stage, layer)));
}

/** The cells of one attribute: vector 0 where the map makes it active. */
export function attributeGrid(map: AttributionMap, attribute: Attribute, layers: readonly LayerInfo[]): CellGrid {
  checkStageBounds(map.stageBounds);
  const stages = stageCount(map.stageBounds);
  for (const block of map.cells[attribute]) {
    for (const stage of block.stages)
      if (stage >= stages)
        throw new InversionError(
          'invalid-map',
          `The attribution map names stage ${stage} for ${attribute}, but its bounds make only ${stages} stages (0 to ${stages - 1}).`,
        );
    for (const layer of block.layers)
      if (layer >= layers.length)
        throw new InversionError(
          'invalid-map',
          `The attribution map names layer ${layer} for ${attribute}, but the model has ${layers.length} cross-attention layers.`,
        );
  }
  return makeGrid(stages, layers.length, (stage, layer) => {
    const active = map.cells[attribute].some(
      (block) =>
        block.stages.includes(stage) && (block.groups.includes(layers[layer]!.group) || block.layers.includes(layer)),
    );
    return active ? 0 : INACTIVE;
  });
}

/** The layers in which at least one of the grids has an active cell, ascending. */
export function activeLayers(grids: readonly CellGrid[]): number[] {
  const count = grids[0]?.[0]?.length ?? 0;
  return Array.from({ length: count }, (_, layer) => layer).filter((layer) =>
    grids.some((grid) => grid.some((row) => row[layer] !== INACTIVE)),
  );
}
