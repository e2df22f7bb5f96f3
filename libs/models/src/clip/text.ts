import { int, type OnnxModel } from '@facet/onnx';
import { GraphBuilder, type Value } from '../graph/builder.ts';
import { dimsOf, layerNorm, linear } from '../graph/layers.ts';
import type { Weights } from '../weights/weights.ts';
import { towerLayer, type TowerConfig } from './layers.ts';

export interface TextConfig extends TowerConfig {
  readonly vocabularySize: number;
  /** Tokens in a prompt with start and end, 77. */
  readonly contextLength: number;
  /** Width of the pooled and projected vector; undefined where the file has no projection. */
  readonly projectionWidth: number | undefined;
}

/**
 * What a text tower gives:
 * - `last_hidden_state` [batch, tokens, width]: after the last layer and the final normalisation;
 * - `penultimate_hidden_state` [batch, tokens, width]: after the layer before the last, not normalised (SDXL's context);
 * - `text_embeds` [batch, projectionWidth]: the final state of the token that `end_position` marks, projected (SDXL's pooled vector).
 */
export type TextOutput = 'last_hidden_state' | 'penultimate_hidden_state' | 'text_embeds';

/** The name of a text tower's token table among its weights. */
export const TOKEN_TABLE = 'text_model.embeddings.token_embedding.weight';

/**
 * A CLIP text tower from `inputs_embeds` [batch, contextLength, width], rows of its token table, so that learned vectors can
 * take the place of words. `text_embeds` also needs `end_position` [batch, contextLength], 1 at the token to pool and 0
 * elsewhere: the ids of learned vectors mean nothing, so no graph may search them.
 * @throws {SourceError} `missing-weight`, `unexpected-weight`
 */
export function buildTextTower(weights: Weights, config: TextConfig, outputs: readonly TextOutput[]): OnnxModel {
  const g = new GraphBuilder(weights);
  const { width, contextLength, layers, projectionWidth } = config;
  const model = 'text_model';
  const embeds = g.input('inputs_embeds', ['batch', contextLength, width]);
  const positions = g.weight(`${model}.embeddings.position_embedding.weight`, [contextLength, width]);
  const placed = g.op(`${model}.embeddings`, 'Add', [embeds, positions]);
  const batch = dimsOf(g, embeds, model, 0, 1);
  const mask = causalMask(g, contextLength);
  let rows = g.op(model, 'Reshape', [placed, g.ints([-1, width])]);
  const sequence = (value: Value): Value => {
    const shape = g.op(model, 'Concat', [batch, g.ints([contextLength, width])], { axis: int(0) });
    return g.op(model, 'Reshape', [value, shape]);
  };
  const found: { name: TextOutput; value: Value; dims: readonly (number | string)[] }[] = [];
  const hidden = ['batch', contextLength, width];
  const wants = (name: TextOutput): boolean => outputs.includes(name);
  // Without these the last layer has no reader, and is not written.
  const needsLast = wants('last_hidden_state') || wants('text_embeds');
  for (let at = 0; at < layers; at++) {
    if (at === layers - 1) {
      if (wants('penultimate_hidden_state'))
        found.push({ name: 'penultimate_hidden_state', value: sequence(rows), dims: hidden });
      if (!needsLast) break;
    }
    rows = towerLayer(g, rows, `${model}.encoder.layers.${at}`, config, { batch, mask });
  }
  if (needsLast) {
    const last = sequence(layerNorm(g, rows, `${model}.final_layer_norm`, width, config.epsilon));
    if (wants('last_hidden_state')) found.push({ name: 'last_hidden_state', value: last, dims: hidden });
    if (wants('text_embeds') && projectionWidth !== undefined) {
      const value = pooled(g, last, { contextLength, width, projectionWidth });
      found.push({ name: 'text_embeds', value, dims: ['batch', projectionWidth] });
    }
  }
  const named = found.map(({ name, value, dims }) => ({ name: g.output(name, value), dims }));
  return g.finish('text_encoder', named);
}

/** Minus infinity where a token would look at a later one: [tokens, tokens]. */
function causalMask(g: GraphBuilder, tokens: number): Value {
  const values = Array.from({ length: tokens * tokens }, (_, at) =>
    at % tokens <= Math.floor(at / tokens) ? 0 : -Infinity,
  );
  return g.floats([tokens, tokens], values);
}

function pooled(
  g: GraphBuilder,
  last: Value,
  { contextLength, width, projectionWidth }: { contextLength: number; width: number; projectionWidth: number },
): Value {
  const path = 'text_projection';
  const mark = g.op(path, 'Unsqueeze', [g.input('end_position', ['batch', contextLength]), g.ints([1])]);
  const row = g.op(path, 'Reshape', [g.op(path, 'MatMul', [mark, last]), g.ints([-1, width])]);
  return linear(g, row, path, { from: width, to: projectionWidth }, { hasBias: false });
}
