import { GraphIndex, ShapeIndex, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import type { CrossAttentionLayer, LayerGroup } from '../types.ts';
import { contextName } from '@facet/models';

/** Attention is at most this many nodes deep between the conditioning and its softmax. */
const MAX_STEPS = 60;

/**
 * The layers with the resolution of their feature maps relative to the latent, read from the static shapes of a folded split
 * U-Net: each layer's attention has one row per cell of its map.
 * @param latentCells height times width of the latents that the graph was folded for
 * @throws {ModelError} `unexpected-graph` when a layer's attention is not found
 */
export function describeLayers(
  folded: OnnxModel,
  names: readonly string[],
  latentCells: number,
): CrossAttentionLayer[] {
  const index = new GraphIndex(folded.proto.graph);
  const shapes = new ShapeIndex(folded);
  return names.map((name, layer) => {
    const cells = attentionRows(contextName(layer), index, shapes);
    if (cells === undefined) {
      throw new ModelError(
        'unexpected-graph',
        `The attention of layer ${name} was not found, so its resolution is unknown.`,
      );
    }
    const resolution = Math.sqrt(cells / latentCells);
    return { index: layer, name, group: groupOf(resolution), resolution };
  });
}

function groupOf(resolution: number): LayerGroup {
  if (resolution > 0.75) return 'fine';
  return resolution > 0.375 ? 'moderate' : 'coarse';
}

function attentionRows(context: string, index: GraphIndex, shapes: ShapeIndex): number | undefined {
  const queue = [context];
  const seen = new Set(queue);
  for (let at = 0; at < queue.length && at < MAX_STEPS; at++) {
    for (const node of index.consumers(queue[at]!)) {
      if (node.opType === 'Softmax') return shapes.shape(node.output[0]!)?.at(-2);
      if (node.opType === 'Attention') return shapes.shape(node.input[0]!)?.at(-2);
      for (const output of node.output) {
        if (seen.has(output)) continue;
        seen.add(output);
        queue.push(output);
      }
    }
  }
  return undefined;
}
