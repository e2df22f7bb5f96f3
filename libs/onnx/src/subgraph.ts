import { cloneMessage } from './build.ts';
import { OnnxError } from './errors.ts';
import { GraphIndex, usedValues } from './graph-index.ts';
import { keepNodes, neededNodes } from './prune.ts';
import type { OnnxModel, ValueInfoProto } from './types.ts';

/**
 * The part of a model between given values: a new model whose inputs and outputs are exactly those, in that order. Types and
 * shapes come from the model's own declarations; fold the model first when it has none. Weights are shared.
 * @throws {OnnxError} `unknown-value` when a named value does not exist, has no declared type, or when an output needs a model
 * input that is not among the given inputs (the message names the input and who reads it).
 */
export function extractSubgraph(model: OnnxModel, inputs: readonly string[], outputs: readonly string[]): OnnxModel {
  const graph = { ...model.proto.graph };
  const index = new GraphIndex(graph);
  const declared = new Map<string, ValueInfoProto>();
  for (const info of [...graph.valueInfo, ...graph.output, ...graph.input]) declared.set(info.name, info);
  const declaration = (name: string): ValueInfoProto => {
    if (!index.has(name)) throw new OnnxError('unknown-value', `The model has no value '${name}'.`);
    const info = declared.get(name);
    if (info) return cloneMessage(info);
    const tensor = index.initializer(name);
    if (!tensor) {
      const message = `The model does not declare the type of '${name}'; fold it (foldModel) to have all types known.`;
      throw new OnnxError('unknown-value', message);
    }
    const shape = { dim: tensor.dims.map((dimValue) => ({ dimValue })) };
    return { name, type: { tensorType: { elemType: tensor.dataType, shape } }, metadataProps: [] };
  };
  const given = new Set(inputs);
  const needed = neededNodes(graph, outputs, given);
  for (const node of needed) {
    const missing = usedValues(node).find((name) => index.isInput(name) && !given.has(name));
    if (missing !== undefined) {
      const message = `The outputs ${outputs.join(', ')} need the model's input '${missing}' (read by '${node.name || node.output[0]}'), which is not among the given inputs.`;
      throw new OnnxError('unknown-value', message);
    }
  }
  graph.input = inputs.map(declaration);
  graph.output = outputs.map(declaration);
  graph.initializer = graph.initializer.filter((tensor) => !given.has(tensor.name));
  keepNodes(graph, needed);
  const cut = new Set([...inputs, ...outputs]);
  graph.valueInfo = graph.valueInfo.filter((value) => !cut.has(value.name));
  return { proto: { ...model.proto, graph: cloneMessage(graph) }, directory: model.directory };
}
