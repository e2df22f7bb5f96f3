import { int, ints, type OnnxModel } from '@facet/onnx';
import { GraphBuilder } from '../graph/builder.ts';
import { conv, dimsOf, layerNorm, linear } from '../graph/layers.ts';
import type { Weights } from '../weights/weights.ts';
import { towerLayer, type TowerConfig } from './layers.ts';

export interface VisionConfig extends TowerConfig {
  /** Height and width of its pictures. */
  readonly imageSize: number;
  readonly patchSize: number;
  readonly projectionWidth: number;
}

/**
 * A CLIP vision tower: `pixel_values` [batch, 3, imageSize, imageSize], normalised, to `image_embeds` [batch, projectionWidth],
 * not of unit length.
 * @throws {SourceError} `missing-weight`, `unexpected-weight`
 */
export function buildVisionTower(weights: Weights, config: VisionConfig): OnnxModel {
  const g = new GraphBuilder(weights);
  const { width, layers, epsilon, imageSize, patchSize, projectionWidth } = config;
  const model = 'vision_model';
  const pixels = g.input('pixel_values', ['batch', 3, imageSize, imageSize]);
  const embeddings = `${model}.embeddings`;
  const patchCount = (imageSize / patchSize) ** 2;
  const places = conv(
    g,
    pixels,
    `${embeddings}.patch_embedding`,
    { from: 3, to: width },
    {
      kernel: patchSize,
      stride: patchSize,
      pads: [0, 0, 0, 0],
      hasBias: false,
    },
  );
  const flat = g.op(embeddings, 'Reshape', [places, g.ints([0, width, patchCount])]);
  const patches = g.op(embeddings, 'Transpose', [flat], { perm: ints([0, 2, 1]) });
  const batch = dimsOf(g, pixels, model, 0, 1);
  const shape = g.op(embeddings, 'Concat', [batch, g.ints([1, width])], { axis: int(0) });
  const first = g.op(embeddings, 'Expand', [g.weight(`${embeddings}.class_embedding`, [1, 1, width]), shape]);
  const tokens = g.op(embeddings, 'Concat', [first, patches], { axis: int(1) });
  const positions = g.weight(`${embeddings}.position_embedding.weight`, [patchCount + 1, width]);
  const placed = g.op(embeddings, 'Add', [tokens, positions]);
  let rows = g.op(model, 'Reshape', [placed, g.ints([-1, width])]);
  // The layer is misspelt so in transformers, and in every file.
  rows = layerNorm(g, rows, `${model}.pre_layrnorm`, width, epsilon);
  for (let at = 0; at < layers; at++) rows = towerLayer(g, rows, `${model}.encoder.layers.${at}`, config, { batch });
  const sequence = g.op(model, 'Reshape', [rows, g.ints([-1, patchCount + 1, width])]);
  const pooled = g.op(model, 'Gather', [sequence, g.index(0)], { axis: int(1) });
  const normal = layerNorm(g, pooled, `${model}.post_layernorm`, width, epsilon);
  const embeds = linear(g, normal, 'visual_projection', { from: width, to: projectionWidth }, { hasBias: false });
  return g.finish('image_encoder', [{ name: g.output('image_embeds', embeds), dims: ['batch', projectionWidth] }]);
}
