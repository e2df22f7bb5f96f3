import { ATTRIBUTES, type Attribute } from '@facet/base';
import { attributeGrid, INACTIVE, type LayerInfo, type AttributionMap, STREAM, uniforms } from '@facet/inversion';

/**
 * A map of cells at random, for each attribute as many as `map` gives it, all sets equally likely: what a map is worth
 * that was not measured. A pure function of (seed, number).
 */
export function randomMap(
  map: AttributionMap,
  layers: readonly LayerInfo[],
  seed: number,
  number: number,
): AttributionMap {
  const cells = ATTRIBUTES.map((attribute, which) => {
    const grid = attributeGrid(map, attribute, layers);
    const all = grid.flatMap((row, stage) => row.map((_, layer) => ({ stage, layer })));
    const count = grid.flat().filter((vector) => vector !== INACTIVE).length;
    const order = uniforms(seed, number * ATTRIBUTES.length + which, STREAM.bootstrap, all.length);
    const chosen = all
      .map((cell, i) => [order[i]!, cell] as const)
      .toSorted(([x], [y]) => x - y)
      .slice(0, count)
      .map(([, { stage, layer }]) => ({ stages: [stage], groups: [], layers: [layer] }));
    return [attribute, chosen];
  });
  return {
    formatVersion: 1,
    source: 'edited',
    note: `Cells at random, seed ${seed}, reference ${number}.`,
    stageBounds: map.stageBounds,
    cells: Object.fromEntries(cells) as Record<Attribute, AttributionMap['cells'][Attribute]>,
  };
}
