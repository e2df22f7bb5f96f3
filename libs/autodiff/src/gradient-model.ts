import { makeNode, pruneUnused, valueInfo, type NodeProto, type OnnxModel } from '@facet/onnx';
import { AutodiffError } from './errors.ts';
import { splitAttention } from './attention/split.ts';
import { Forward } from './forward.ts';
import { freeNames } from './free-names.ts';
import { lowerInstanceNormalization } from './lower/instance-normalization.ts';
import { lowerOperators } from './lower/index.ts';
import { raiseOpset } from './lower/opset.ts';
import { Ops } from './ops.ts';
import { activeValues, planSteps } from './plan.ts';
import { recompute } from './recompute.ts';
import { isFloating, type Value } from './values.ts';
import { walk } from './walk.ts';

export interface GradientRequest {
  /** Outputs of the model whose cotangents are given: the inputs `<prefix><output>`, of the outputs' shapes. */
  of: readonly string[];
  /** Inputs of the model, or weights by their initializer's name, whose gradients are wanted: the outputs `<prefix><name>`. */
  wrt: readonly string[];
  /** `grad/` when not given. */
  prefix?: string;
}

/**
 * The model with vector-Jacobian products: its own inputs plus one cotangent for each output in `of`, its own outputs plus one
 * gradient for each value in `wrt`, in the given orders. With the cotangent v of an output y, the gradient of x is the sum
 * over the outputs of (dy/dx)^T v. Standard operators only; weights are shared with the given model, none is copied.
 * @param model static shapes for every value on the way (`foldModel`); it is not changed.
 * @throws {AutodiffError} naming operator, opset and node where no rule is certain to be right.
 */
export function buildGradientModel(model: OnnxModel, request: GradientRequest): OnnxModel {
  const { of, wrt, prefix = 'grad/' } = request;
  const result = shallowCopy(lowerOperators(model));
  const { graph } = result.proto;
  raiseOpset(result);
  lowerInstanceNormalization(result, wrt);
  const reserved = [...of, ...wrt].map((name) => prefix + name);
  requireNames(new Forward(result), of, wrt);
  freeNames(graph, reserved);
  const forward = new Forward(result);
  for (const name of reserved) forward.index.uniqueName(name);
  const b = new Ops(forward.opset, prefix, forward.index);
  const seeds = new Map(of.map((name, i): [string, Value] => [name, { ...forward.value(name), name: reserved[i]! }]));
  const active = activeValues(forward, of, wrt);
  const steps = planSteps(forward, active, of);
  const gradients = walk(b, forward, steps, active, seeds, wrt);

  graph.input.push(...[...seeds.values()].map(({ name, type, shape }) => valueInfo(name, type, shape)));
  const outputs = gradients.map((gradient, i) => {
    if (!gradient) throw noPath(wrt[i]!, of);
    const name = reserved[of.length + i]!;
    b.nodes.push(makeNode('Identity', [gradient.name], [name], {}, forward.index.uniqueName(`${name}/output`)));
    return valueInfo(name, gradient.type, gradient.shape);
  });
  graph.output.push(...outputs);
  const backward = recompute(forward, b, prefix, [...seeds.values()]);
  graph.node.push(...backward.nodes);
  graph.initializer.push(...backward.initializers);
  graph.valueInfo.push(...backward.valueInfos);
  pruneUnused(result);
  return splitAttention(result);
}

/** New lists and nodes, so that nothing of the given model is changed; tensors are shared. */
function shallowCopy({ proto, directory }: OnnxModel): OnnxModel {
  const { graph } = proto;
  const node = graph.node.map((each): NodeProto => ({ ...each, input: [...each.input], output: [...each.output] }));
  const copy = {
    ...graph,
    node,
    initializer: [...graph.initializer],
    input: [...graph.input],
    output: [...graph.output],
    valueInfo: [...graph.valueInfo],
  };
  return { proto: { ...proto, opsetImport: proto.opsetImport.map((each) => ({ ...each })), graph: copy }, directory };
}

function requireNames(forward: Forward, of: readonly string[], wrt: readonly string[]): void {
  for (const name of of) requireOutput(forward, name);
  for (const name of wrt) requireSource(forward, name);
}

function requireOutput(forward: Forward, name: string): void {
  if (!forward.index.isOutput(name)) {
    const outputs = forward.model.proto.graph.output.map((output) => `'${output.name}'`).join(', ');
    throw new AutodiffError('unknown-value', `'${name}' in \`of\` is no output of the model; it has ${outputs}.`);
  }
  requireFloating(forward, name);
}

function requireSource(forward: Forward, name: string): void {
  if (!forward.index.isInput(name) && !forward.index.initializer(name)) {
    const inputs = forward.model.proto.graph.input.map((input) => `'${input.name}'`).join(', ');
    throw new AutodiffError(
      'unknown-value',
      `'${name}' in \`wrt\` is neither an input (${inputs}) nor a weight of the model.`,
    );
  }
  requireFloating(forward, name);
}

function requireFloating(forward: Forward, name: string): void {
  if (!isFloating(forward.value(name).type)) {
    throw new AutodiffError('unknown-value', `'${name}' holds integers or booleans, which have no gradient.`);
  }
}

function noPath(name: string, of: readonly string[]): AutodiffError {
  const message = `No differentiable path leads from '${name}' to ${of.map((each) => `'${each}'`).join(', ')}: its gradient would be zero everywhere.`;
  return new AutodiffError('no-path', message);
}
