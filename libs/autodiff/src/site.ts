import type { NodeProto } from '@facet/onnx';
import { AttributeReader } from './attribute-reader.ts';
import { AutodiffError, type AutodiffErrorCode } from './errors.ts';
import { describe, type Forward } from './forward.ts';
import type { Ops } from './ops.ts';
import type { Value } from './values.ts';

/**
 * A node as its rule sees it: attributes that the rule declared (`A`), forward values, the gradients of the outputs that it
 * declared, and where to write.
 */
export class Site<in A extends string = never> extends AttributeReader<A> {
  readonly b: Ops;
  readonly forward: Forward;
  readonly #gradients: readonly (Value | undefined)[];

  constructor(
    b: Ops,
    forward: Forward,
    node: NodeProto,
    gradients: readonly (Value | undefined)[],
    reads: readonly string[],
  ) {
    super(node, forward.opset, reads);
    this.b = b;
    this.forward = forward;
    this.#gradients = gradients;
  }

  /** An input that the operator requires. */
  in(index: number): Value {
    const value = this.maybe(index);
    if (!value) this.fail('unsupported-form', `lacks its input ${index}`);
    return value;
  }

  /** An input that may be left out. */
  maybe(index: number): Value | undefined {
    const name = this.node.input[index];
    return name ? this.forward.value(name) : undefined;
  }

  out(index = 0): Value {
    return this.forward.value(this.node.output[index]!);
  }

  /** The gradient of an output; zeros for one that no wanted path uses. */
  grad(index = 0): Value {
    const gradient = this.maybeGrad(index);
    if (gradient) return gradient;
    const output = this.out(index);
    return this.b.zeros(output.shape, output.type);
  }

  maybeGrad(index: number): Value | undefined {
    return this.#gradients[index];
  }

  /** The numbers of an input that must be constant; undefined when it is left out. */
  numbers(index: number): number[] | undefined {
    const name = this.node.input[index];
    if (!name) return undefined;
    const numbers = this.forward.numbers(name);
    if (!numbers) this.fail('not-static', `input ${index} ('${name}') must be a constant; fold the model first`);
    return numbers;
  }

  /** The same, where the rule can do without: undefined also when the input is computed at run time. */
  constantNumbers(index: number): number[] | undefined {
    const name = this.node.input[index];
    return name ? this.forward.numbers(name) : undefined;
  }

  /** An optional output of the forward node that it may not compute yet, such as the indices of MaxPool. */
  extraOutput(index: number, shape: readonly number[], type: number): Value {
    const existing = this.node.output[index];
    if (existing) return { name: existing, shape, type };
    while (this.node.output.length < index) this.node.output.push('');
    const value = { name: this.b.uniqueName(this.node.opType), shape, type };
    this.node.output[index] = value.name;
    this.b.declare(value);
    return value;
  }

  fail(code: AutodiffErrorCode, what: string): never {
    throw new AutodiffError(code, `${describe(this.node, this.forward.opset)}: ${what}.`);
  }
}
