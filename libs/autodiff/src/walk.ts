import type { NodeProto } from '@facet/onnx';
import { Gradients } from './accumulate.ts';
import { AutodiffError } from './errors.ts';
import { describe, type Forward } from './forward.ts';
import type { Ops } from './ops.ts';
import type { Thunk, Vjp } from './rule.ts';
import { Site } from './site.ts';
import type { Value } from './values.ts';

/** A node, or several recognised as one, with the rule that gives the gradients of `inputs` from those of `outputs`. */
export interface Step {
  /** Names the step in errors and holds its attributes: the last node. */
  readonly node: NodeProto;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly vjp: Vjp<string>;
  /** Attributes of the node that `vjp` reads; none when not given. */
  readonly reads?: readonly string[];
}

/**
 * Reverse mode over `steps`, which are in graph order and all lie on a path from `wanted` to `seeds`: reads each output's
 * gradient, asks the rule for the gradients of the inputs in `active`, and adds them up.
 * @returns the gradient of each wanted value; undefined where nothing reached it.
 */
export function walk(
  b: Ops,
  forward: Forward,
  steps: readonly Step[],
  active: ReadonlySet<string>,
  seeds: ReadonlyMap<string, Value>,
  wanted: readonly string[],
): (Value | undefined)[] {
  const gradients = new Gradients(b, forward);
  for (const [output, seed] of seeds) gradients.add(output, seed);
  for (const step of steps.toReversed()) {
    const outputs = step.outputs.map((output) => (output ? gradients.total(output) : undefined));
    if (outputs.every((gradient) => gradient === undefined)) continue;
    const thunks = step.vjp(new Site(b, forward, step.node, outputs, step.reads ?? []));
    for (const [i, input] of step.inputs.entries()) {
      if (!active.has(input)) continue;
      for (const gradient of [called(thunks[i], step, i, forward)].flat()) gradients.add(input, gradient);
    }
  }
  return wanted.map((name) => gradients.total(name));
}

function called(thunk: Thunk | undefined, step: Step, input: number, forward: Forward): ReturnType<Thunk> {
  if (thunk) return thunk();
  const where = describe(step.node, forward.opset);
  const message = `${where} cannot be differentiated with respect to its input ${input} ('${step.inputs[input]}'), through which a wanted value passes.`;
  throw new AutodiffError('unsupported-input', message);
}
