import { GraphIndex, type GraphProto } from '@facet/onnx';
import { AutodiffError } from './errors.ts';

/**
 * Makes sure that no value of the graph has one of the names that the gradient model's interface is going to use, in place:
 * values between nodes are renamed.
 * @throws {AutodiffError} `name-clash` when an input, output or weight of the model has the name, or when two would share one
 */
export function freeNames(graph: GraphProto, wanted: readonly string[]): void {
  const twice = wanted.find((name, i) => wanted.indexOf(name) !== i);
  if (twice !== undefined)
    throw clash(`Two of the new inputs and outputs would be called '${twice}'; name each value once.`);
  const index = new GraphIndex(graph);
  const renamed = new Map<string, string>();
  for (const name of wanted) {
    if (!index.has(name)) continue;
    const isCaptured = index.consumers(name).some((node) => !node.input.includes(name));
    if (!index.producer(name) || index.isOutput(name) || isCaptured)
      throw clash(
        `The model already has a value '${name}' that cannot be renamed; choose another prefix for the new inputs and outputs.`,
      );
    renamed.set(name, index.uniqueName(`${name}/inner`));
  }
  if (renamed.size === 0) return;
  const current = (name: string): string => renamed.get(name) ?? name;
  for (const node of graph.node) {
    node.input = node.input.map(current);
    node.output = node.output.map(current);
  }
  graph.valueInfo = graph.valueInfo.map((info) => ({ ...info, name: current(info.name) }));
}

function clash(message: string): AutodiffError {
  return new AutodiffError('name-clash', message);
}
