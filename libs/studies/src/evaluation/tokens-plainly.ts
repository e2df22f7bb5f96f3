import { exportSingle, type LayerInfo, type TokenSet } from '@facet/inversion';
import { importEmbedding } from '@facet/inversion/parser';

/** The tokens as a tool without the map has them: through the files that are exported for it, each one vector in all cells. */
export function tokensPlainly(set: TokenSet, layers: readonly LayerInfo[]): TokenSet {
  const { fingerprint, modelName, map } = set;
  const embeddingWidth = set.tokens[0]!.vectors[0]!.length;
  const model = { fingerprint, modelName, embeddingWidth, layerCount: layers.length };
  const tokens = exportSingle(set, 'token').flatMap(({ name, bytes }, at) => {
    const { name: as, initialWord: word } = set.tokens[at]!;
    return importEmbedding(bytes, name, model, map, { as, word }).tokens;
  });
  return { ...set, stageBounds: map.stageBounds, tokens };
}
