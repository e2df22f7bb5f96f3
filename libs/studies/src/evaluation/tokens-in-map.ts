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
 * Each attribute's token in the cells that the map gives the attribute and nowhere else, wherever it was trained: what the map
 * alone separates. A token of a whole picture becomes four, each with the same vectors. (P+ mixes pictures by layers and ProSpect by
 * stages in this way.) In the other cells the object's word stands in the object's place, as with `matte`, and nothing in the others'.
 */
export function tokensInMap(set: TokenSet, map: AttributionMap, layers: readonly LayerInfo[]): TokenSet {
  return { ...set, stageBounds: map.stageBounds, tokens: ATTRIBUTES.flatMap(only) };

  function only(name: Attribute): LearnedToken[] {
    const token = set.tokens.find((other) => other.name === name || other.name === WHOLE_TOKEN);
    if (token === undefined) return [];
    const cells = attributeGrid(map, name, layers).map((row, stage) => {
      // The last timestep of the map's stage lies in exactly one stage of the token's own bounds.
      const own = token.cells[stageOf(set.stageBounds, map.stageBounds[stage + 1]!)]!;
      return row.map((active, layer) => (active === INACTIVE ? INACTIVE : own[layer]!));
    });
    const { vectors, initialWord } = token;
    return [{ name, vectors, cells, initialWord, fallbackWord: name === 'object' ? set.objectWord : undefined }];
  }
}
