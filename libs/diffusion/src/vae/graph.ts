import { cloneModel, DataType, GraphIndex, pruneUnused, valueInfo, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import { floatBorders } from '../parts/float-borders.ts';

/** How many nodes are searched behind the encoder's output; a sampling tail has about ten. */
const MAX_STEPS = 60;

/**
 * A VAE encoder that gives the moments of the posterior [n, 2 * latentChannels, h, w], mean first. Newer exports give
 * them (`latent_parameters`), older ones draw a sample inside the graph, which no seed of ours could repeat: those are
 * cut back to the convolution that makes the moments.
 * @throws {ModelError} `unexpected-graph` when there is no such convolution
 */
export function momentsEncoder(original: OnnxModel, latentChannels: number): { model: OnnxModel; moments: string } {
  const model = cloneModel(original);
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const queue = graph.output.map((each) => each.name);
  const seen = new Set(queue);
  for (let at = 0; at < queue.length && at < MAX_STEPS; at++) {
    const node = index.producer(queue[at]!);
    if (!node) continue;
    const weight = node.opType === 'Conv' ? weightDims(node.input[1]!, index) : undefined;
    if (weight?.[0] === 2 * latentChannels) {
      const moments = node.output[0]!;
      const elementType = graph.output[0]!.type?.tensorType?.elemType ?? DataType.FLOAT;
      graph.output = [valueInfo(moments, elementType, [null, 2 * latentChannels, null, null])];
      graph.valueInfo = graph.valueInfo.filter((each) => each.name !== moments);
      pruneUnused(model);
      return { model: floatBorders(model), moments };
    }
    for (const name of node.input) {
      if (seen.has(name)) continue;
      seen.add(name);
      queue.push(name);
    }
  }
  const message = `The VAE encoder has no convolution with ${2 * latentChannels} output channels near its end, so its latent mean cannot be found.`;
  throw new ModelError('unexpected-graph', message);
}

function weightDims(value: string, index: GraphIndex): readonly number[] | undefined {
  const stored = index.initializer(value);
  if (stored) return stored.dims;
  const node = index.producer(value);
  if ((node?.opType !== 'Cast' && node?.opType !== 'Identity') || node.input[0] === undefined) return undefined;
  return weightDims(node.input[0], index);
}
