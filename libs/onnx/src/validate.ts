import { allTensors } from './all-tensors.ts';
import { canonicalDomain } from './build.ts';
import { DataType, isKnownDataType } from './data-type.ts';
import { OnnxError } from './errors.ts';
import type { Problem } from './tensor-problems.ts';
import { tensorProblems } from './tensor-problems.ts';
import { describeNode, topologicalSort } from './topological-sort.ts';
import type { GraphProto, ModelProto, NodeProto, OnnxModel, ValueInfoProto } from './types.ts';

/**
 * Checks the rules of ONNX that can be checked without the operators' definitions, and that every external tensor lies
 * inside its file. Whether an operator accepts its inputs is ONNX Runtime's to say.
 * @throws {OnnxError} with the first problem's code and all problems (ten at most) in the message
 */
export function validateModel(model: OnnxModel): void {
  const problems = findProblems(model);
  const [first] = problems;
  if (!first) return;
  const shown = problems.slice(0, 10).map((each) => each.message);
  if (problems.length > shown.length) shown.push(`and ${problems.length - shown.length} more.`);
  throw new OnnxError(first.code, shown.join('\n'));
}

export function findProblems(model: OnnxModel): Problem[] {
  const { proto } = model;
  const problems = [...versionProblems(proto), ...graphProblems(proto.graph, new Set(), proto)];
  for (const placed of allTensors(proto)) problems.push(...tensorProblems(model, placed));
  return problems;
}

const invalid = (message: string): Problem => ({ code: 'invalid-graph', message });

function versionProblems({ irVersion, opsetImport }: ModelProto): Problem[] {
  const problems: Problem[] = [];
  if (irVersion < 1) problems.push(invalid('The model has no ir_version.'));
  if (opsetImport.length === 0) problems.push(invalid('The model imports no operator set.'));
  return problems;
}

function graphProblems(graph: GraphProto, outer: ReadonlySet<string>, proto: ModelProto): Problem[] {
  const problems: Problem[] = [];
  const made = new Map<string, string>();
  const declare = (name: string, by: string): void => {
    const earlier = made.get(name);
    if (earlier !== undefined) problems.push(invalid(`'${name}' is defined twice: by ${earlier} and by ${by}.`));
    made.set(name, by);
  };
  for (const info of graph.input) declare(info.name, 'a graph input');
  const inputs = new Set(made.keys());
  for (const tensor of graph.initializer) {
    // An initializer may also be an input, whose default it then is.
    if (!inputs.delete(tensor.name)) declare(tensor.name, 'an initializer');
  }
  for (const node of graph.node) for (const name of node.output) if (name) declare(name, describeNode(node));
  for (const info of [...graph.input, ...graph.output, ...graph.valueInfo]) problems.push(...typeProblems(info));
  problems.push(...orderProblems(graph));
  const visible = new Set([...outer, ...made.keys()]);
  for (const node of graph.node) problems.push(...nodeProblems(node, visible, proto));
  for (const { name } of graph.output) {
    if (!visible.has(name)) problems.push(invalid(`Nothing computes the graph output '${name}'.`));
  }
  return problems;
}

function typeProblems({ name, type }: ValueInfoProto): Problem[] {
  const tensorType = type?.tensorType;
  if (!tensorType || tensorType.elemType === DataType.UNDEFINED || isKnownDataType(tensorType.elemType)) return [];
  return [invalid(`The value '${name}' has the unknown element type ${tensorType.elemType}.`)];
}

function orderProblems(graph: GraphProto): Problem[] {
  const producer = new Map<string, NodeProto>();
  for (const node of graph.node) for (const name of node.output) if (name) producer.set(name, node);
  const done = new Set<NodeProto>();
  for (const node of graph.node) {
    const late = node.input.find((name) => producer.has(name) && !done.has(producer.get(name)!));
    if (late === undefined) {
      done.add(node);
      continue;
    }
    try {
      topologicalSort({ ...graph });
    } catch (error) {
      if (error instanceof OnnxError) return [{ code: error.code, message: error.message }];
      throw error;
    }
    return [invalid(`${describeNode(node)} reads '${late}' before it is computed; sort the graph (topologicalSort).`)];
  }
  return [];
}

function nodeProblems(node: NodeProto, visible: ReadonlySet<string>, proto: ModelProto): Problem[] {
  const problems: Problem[] = [];
  const label = describeNode(node);
  if (node.opType === '') problems.push(invalid(`${label} has no operator type.`));
  for (const name of node.input) {
    if (name && !visible.has(name)) {
      const message = `${label} reads '${name}', which is no graph input, initializer or output of another node.`;
      problems.push(invalid(message));
    }
  }
  if (!proto.opsetImport.some((each) => canonicalDomain(each.domain) === canonicalDomain(node.domain))) {
    problems.push(invalid(`${label}: the model does not import the operator set '${node.domain || 'ai.onnx'}'.`));
  }
  const names = new Set<string>();
  for (const attribute of node.attribute) {
    if (names.has(attribute.name)) problems.push(invalid(`${label} has the attribute '${attribute.name}' twice.`));
    names.add(attribute.name);
    const { g, graphs } = attribute;
    for (const graph of g ? [g, ...graphs] : graphs) problems.push(...graphProblems(graph, visible, proto));
  }
  return problems;
}
