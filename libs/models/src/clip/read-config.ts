import type { Weights } from '../weights/weights.ts';
import type { TowerConfig } from './layers.ts';
import { TOKEN_TABLE, type TextConfig } from './text.ts';
import type { VisionConfig } from './vision.ts';

/** What the weights of a tower do not show. */
export type TowerSettings = Pick<TowerConfig, 'activation'> & { readonly heads?: number; readonly epsilon?: number };

/** Every text tower of Stable Diffusion has heads of this width. */
const TEXT_HEAD_WIDTH = 64;
const EPSILON = 1e-5;

/** The shape of a text tower as its weights show it. @throws {SourceError} `missing-weight` */
export function readTextConfig(weights: Weights, settings: TowerSettings): TextConfig {
  const [vocabularySize = 0, width = 0] = weights.dims(TOKEN_TABLE);
  const projection = 'text_projection.weight';
  return {
    ...towerConfig(weights, 'text_model', width, width / TEXT_HEAD_WIDTH, settings),
    vocabularySize,
    contextLength: weights.dims('text_model.embeddings.position_embedding.weight')[0]!,
    projectionWidth: weights.has(projection) ? weights.dims(projection)[0] : undefined,
  };
}

/** The shape of a vision tower as its weights show it. @throws {SourceError} `missing-weight` */
export function readVisionConfig(weights: Weights, settings: TowerSettings): VisionConfig {
  const [width = 0, , patchSize = 0] = weights.dims('vision_model.embeddings.patch_embedding.weight');
  const [places = 0] = weights.dims('vision_model.embeddings.position_embedding.weight');
  return {
    // ViT-B has 12 heads; L, H and bigG have 16 of different widths.
    ...towerConfig(weights, 'vision_model', width, width < 1024 ? width / TEXT_HEAD_WIDTH : 16, settings),
    patchSize,
    imageSize: Math.sqrt(places - 1) * patchSize,
    projectionWidth: weights.dims('visual_projection.weight')[0]!,
  };
}

function towerConfig(
  weights: Weights,
  tower: string,
  width: number,
  heads: number,
  settings: TowerSettings,
): TowerConfig {
  const layers = `${tower}.encoder.layers.`;
  return {
    width,
    mlpWidth: weights.dims(`${layers}0.mlp.fc1.weight`)[0]!,
    heads: settings.heads ?? heads,
    layers: weights.count(layers),
    activation: settings.activation,
    epsilon: settings.epsilon ?? EPSILON,
  };
}
