import { usedValues, type NodeProto } from '@facet/onnx';
import { requireConforming } from './conform.ts';
import { AutodiffError } from './errors.ts';
import { describe, type Forward } from './forward.ts';
import { isLowered } from './lower/index.ts';
import { recognise } from './patterns/index.ts';
import type { Rule } from './rule.ts';
import { stopsGradient } from './stop.ts';
import { rulesOf } from './table.ts';
import { refuseUncertainShape } from './uncertain-shapes.ts';
import { isFloating } from './values.ts';
import type { Step } from './walk.ts';

/** The values that depend on something in `wrt` and on which something in `of` depends, by differentiable operators. */
export function activeValues(forward: Forward, of: readonly string[], wrt: readonly string[]): Set<string> {
  const nodes = forward.model.proto.graph.node;
  const reached = new Set(wrt);
  for (const node of nodes) {
    if (stopsGradient(node) || !usedValues(node).some((input) => reached.has(input))) continue;
    // What an unknown operator passes on, even as integers, and outputs of unknown type count: better an error than a missing term.
    const passes = (output: string): boolean => rulesOf(node).length === 0 || isFloating(forward.type(output) ?? 1);
    const outputs = node.output.filter((output) => output && passes(output));
    for (const output of outputs) reached.add(output);
  }
  const needed = new Set(of);
  for (const node of nodes.toReversed()) {
    if (node.output.some((output) => needed.has(output) && reached.has(output))) {
      for (const input of usedValues(node)) if (reached.has(input)) needed.add(input);
    }
  }
  return new Set([...needed].filter((name) => reached.has(name)));
}

/**
 * The steps of the walk: recognised groups of nodes, and for all other active nodes their rule from the table.
 * @throws {AutodiffError} where a node is not of a form that its rule takes into account (see conform.ts)
 */
export function planSteps(forward: Forward, active: ReadonlySet<string>, of: readonly string[]): Step[] {
  const groups = recognise(forward, active, new Set(of));
  return forward.model.proto.graph.node.flatMap((node): Step[] => {
    refuseUncertainShape(forward, node);
    if (!node.output.some((output) => active.has(output))) return [];
    refuseSubgraphs(node, forward.opset);
    const rule = ruleFor(node, forward.opset);
    requireConforming(node, rule, forward.opset, active);
    const group = groups.get(node);
    if (group !== undefined) return group === 'inside' ? [] : [group];
    const inputs = node.input.map((input) => (active.has(input) ? input : ''));
    const outputs = node.output.map((output) => (active.has(output) ? output : ''));
    return [{ node, inputs, outputs, vjp: rule.vjp, reads: rule.reads }];
  });
}

function ruleFor(node: NodeProto, opset: number): Rule {
  const found = rulesOf(node).find((each) => each.since <= opset && opset <= each.until);
  if (found) return found;
  const message = isLowered(node)
    ? `${describe(node, opset)} is of a form that cannot be written in operators whose gradients are known, and a wanted value passes through it.`
    : `${describe(node, opset)} has no gradient rule, and a wanted value passes through it.`;
  throw new AutodiffError(isLowered(node) ? 'unsupported-form' : 'no-rule', message);
}

function refuseSubgraphs(node: NodeProto, opset: number): void {
  if (!node.attribute.some((attribute) => attribute.g || attribute.graphs.length > 0)) return;
  const message = `${describe(node, opset)} runs a graph of its own, through which gradients are not known; export without control flow or fold it away.`;
  throw new AutodiffError('subgraph', message);
}
