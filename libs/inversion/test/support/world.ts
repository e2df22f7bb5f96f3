/** Small made-up models parts for tests that need no network. */
import { fileURLToPath } from 'node:url';
import { loadTokenizer, type Tokenizer } from '@facet/diffusion';
import { attributeGrid, SOURCE_TEXT_MAP, type AttributionMap, type LayerInfo, type TokenSet } from '../../src/index.ts';
import { ATTRIBUTES } from '@facet/base';
import { normals, STREAM } from '../../src/random/draws.ts';

const tokenizerFolder = new URL('../../../diffusion/test/golden/tokenizer-demo', import.meta.url);

export const demoTokenizer = (): Promise<Tokenizer> => loadTokenizer(fileURLToPath(tokenizerFolder));

/** One layer of each group, in the order of a U-Net. */
export const LAYERS: LayerInfo[] = (['fine', 'moderate', 'coarse', 'moderate', 'fine'] as const).map(
  (group, index) => ({
    index,
    name: `layer ${index}`,
    group,
  }),
);

export const WIDTH = 8;

export const randomVector = (seed: number, width = WIDTH): Float32Array => normals(seed, 0, STREAM.noise, width);

/** A token set of `matte` with random vectors. */
export function tokenSet(overrides: Partial<TokenSet> = {}, map: AttributionMap = SOURCE_TEXT_MAP): TokenSet {
  return {
    fingerprint: 'a'.repeat(64),
    modelName: 'demo',
    method: 'matte',
    steps: 120,
    seed: 7,
    imageHash: 'b'.repeat(64),
    objectWord: 'cat',
    objectWordOrigin: 'given',
    palette: [
      { name: 'red', share: 0.75 },
      { name: 'black', share: 0.25 },
    ],
    map,
    stageBounds: map.stageBounds,
    tokens: ATTRIBUTES.map((name, i) => ({
      name,
      vectors: [randomVector(i)],
      cells: attributeGrid(map, name, LAYERS),
      initialWord: name === 'object' ? 'cat' : 'thing',
      fallbackWord: name === 'object' ? 'cat' : undefined,
    })),
    ...overrides,
  };
}
