import type { NodeProto } from '@facet/onnx';
import type { Forward } from '../forward.ts';
import { isStandard } from '../table.ts';
import { sameShape } from '../values.ts';

/** Questions that patterns ask of the graph. */
export class Matcher {
  readonly forward: Forward;
  readonly #active: ReadonlySet<string>;
  readonly #outputs: ReadonlySet<string>;

  constructor(forward: Forward, active: ReadonlySet<string>, outputs: ReadonlySet<string>) {
    this.forward = forward;
    this.#active = active;
    this.#outputs = outputs;
  }

  isActive(value: string | undefined): boolean {
    return value !== undefined && this.#active.has(value);
  }

  /** The node that computes a value, if it is of this operator. */
  producer(value: string | undefined, opType: string): NodeProto | undefined {
    const node = value === undefined ? undefined : this.forward.index.producer(value);
    return node && node.opType === opType && isStandard(node) ? node : undefined;
  }

  /**
   * Whether a value's gradient comes from this many nodes and nothing else; then a pattern that holds them all may keep it
   * inside. Consumers through which no gradient flows do not count.
   */
  isInner(value: string, consumers = 1): boolean {
    if (this.#outputs.has(value)) return false;
    const flows = (node: NodeProto): boolean => node.output.some((output) => this.#active.has(output));
    return this.forward.index.consumers(value).filter(flows).length === consumers;
  }

  /** Whether no constant in the group broadcasts: a group's gradient is not summed back over axes that one has added. */
  haveOneShape(values: readonly string[]): boolean {
    const [first, ...others] = values.map((value) => this.forward.value(value).shape);
    return others.every((shape) => sameShape(shape, first!));
  }

  /** The only number of a constant; undefined when it has more, is computed at run time, or has a wanted gradient itself. */
  scalar(value: string | undefined): number | undefined {
    if (value === undefined || this.isActive(value)) return undefined;
    const isOne = this.forward.constant(value)?.dims.every((length) => length === 1);
    return isOne ? this.forward.numbers(value)?.[0] : undefined;
  }

  /** For a product, sum or the like: the other operand next to a scalar constant, and that constant. */
  withScalar(node: NodeProto | undefined): { x: string; factor: number } | undefined {
    const [left, right] = node?.input ?? [];
    const [a, b] = [this.scalar(left), this.scalar(right)];
    if (a !== undefined && right) return { x: right, factor: a };
    return b !== undefined && left ? { x: left, factor: b } : undefined;
  }
}

export function isClose(value: number | undefined, expected: number): boolean {
  return value !== undefined && Math.abs(value - expected) <= 1e-6 * Math.abs(expected);
}
