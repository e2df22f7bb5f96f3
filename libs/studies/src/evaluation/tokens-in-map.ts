import { ATTRIBUTES, type Attribute, WHOLE_TOKEN } from '@facet/base';
import {
  attributeGrid,
  INACTIVE,
  type LayerInfo,
  type AttributionMap,
  stageOf,
  type LearnedToken,
  type TokenSet,
} from '@facet/inversion';

/**
 * The token of a whole picture as four, each the same vectors in the cells of one attribute: what the map alone separates,
 * without tokens that were trained in their cells. (P+ mixes pictures by layers and ProSpect by stages in this way.) In the
 * other cells the object's word stands in the object's place, as with `matte`, and nothing in the others'.
 */
export function tokensInMap(set: TokenSet, map: AttributionMap, layers: readonly LayerInfo[]): TokenSet {
  const whole = set.tokens.find(({ name }) => name === WHOLE_TOKEN);
  if (whole === undefined) return set;
  return { ...set, stageBounds: map.stageBounds, tokens: ATTRIBUTES.map(only) };

  function only(name: Attribute): LearnedToken {
    const { vectors, initialWord } = whole!;
    const cells = attributeGrid(map, name, layers).map((row, stage) => {
      // The last timestep of the map's stage lies in exactly one stage of the token's own bounds.
      const own = whole!.cells[stageOf(set.stageBounds, map.stageBounds[stage + 1]!)]!;
      return row.map((active, layer) => (active === INACTIVE ? INACTIVE : own[layer]!));
    });
    return { name, vectors, cells, initialWord, fallbackWord: name === 'object' ? set.objectWord : undefined };
  }
}
