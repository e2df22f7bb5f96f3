import { byteLength, DataType, isView, type GraphIndex, type NodeProto } from '@facet/onnx';
import { zeroAfter } from './attention/blocks.ts';
import type { Forward } from './forward.ts';
import { KEPT_BYTES_MAX } from './kept-bytes.ts';
import { Ops } from './ops.ts';
import { isStandard } from './table.ts';
import { isFloating, sizeOf, type Value } from './values.ts';

/** Operators that work number by number, or little more, of which products and convolutions take many times the time. */
const CHEAP: ReadonlySet<string> = new Set([
  'Add',
  'Cast',
  'Clip',
  'Div',
  'Erf',
  'Exp',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'InstanceNormalization',
  'LeakyRelu',
  'Mul',
  'Neg',
  'Relu',
  'Sigmoid',
  'Softplus',
  'Sqrt',
  'Sub',
  'Swish',
  'Tanh',
]);

/** The backward part's nodes, and what they need besides. */
type Backward = Pick<Ops, 'nodes' | 'initializers' | 'valueInfos'>;

/**
 * The backward part `b` without large values that the forward part would have to keep for it, where these follow from one other value in little time:
 * that one is kept, and they are computed again from it. Of a SiLU behind a normalisation, or a GELU, only what it begins with stays.
 * @param seeds the inputs that the backward part begins with
 */
export function recompute(forward: Forward, b: Backward, prefix: string, seeds: readonly Value[]): Backward {
  for (const info of b.valueInfos) forward.declare(info);
  const chosen = chooseValues(forward, b.nodes);
  const again = new Again(forward, chosen, `${prefix}again/`);
  const reaching = new Set(seeds.map(({ name }) => name));
  const nodes = b.nodes.flatMap((node): NodeProto[] => {
    const input = node.input.map((name) => (chosen.members.has(name) ? again.value(name) : name));
    if (node.input.some((name) => reaching.has(name))) {
      for (const name of node.output) reaching.add(name);
      again.waitFor(forward.known(node.output[0]!));
    }
    return [...again.takeNodes(), { ...node, input }];
  });
  return {
    nodes,
    initializers: [...b.initializers, ...again.ops.initializers],
    valueInfos: [...b.valueInfos, ...again.ops.valueInfos],
  };
}

interface Chosen {
  /** The value from which each follows in little time, for those that do. */
  readonly bases: ReadonlyMap<string, string>;
  /** Those of them that the backward part reads, and that are computed again. */
  readonly members: ReadonlySet<string>;
}

function chooseValues(forward: Forward, backward: readonly NodeProto[]): Chosen {
  const { index } = forward;
  const read = new Set(backward.flatMap(({ input }) => input));
  const shown = new Set([...read].map((name) => shownBy(index, name)));
  const isKept = (name: string): boolean =>
    read.has(name) || shown.has(name) || index.isOutput(name) || index.producer(name) === undefined;
  const bases = findBases(forward, isKept);
  const groups = Map.groupBy(
    [...read].filter((name) => bases.has(name)),
    (name) => bases.get(name)!,
  );
  const worth = [...groups].filter(([base, members]) => {
    const saved = members.filter((name) => !isView(index.producer(name)!)).map((name) => bytesOf(forward, name));
    return saved.reduce((sum, bytes) => sum + bytes, 0) > (isKept(base) ? 0 : bytesOf(forward, base));
  });
  return { bases, members: new Set(worth.flatMap(([, members]) => members)) };
}

/** What a view shows; any other value itself. */
function shownBy(index: GraphIndex, name: string): string {
  const node = index.producer(name);
  return node && isView(node) ? shownBy(index, node.input[0]!) : name;
}

/** For each large value that is computed number by number from one other large value alone, that one. */
function findBases(forward: Forward, isKept: (name: string) => boolean): Map<string, string> {
  const { index, model } = forward;
  const bases = new Map<string, string>();
  for (const node of model.proto.graph.node) {
    const isCheap = isStandard(node) && (CHEAP.has(node.opType) || isView(node));
    if (!isCheap || !isLarge(forward, node.output[0]!)) continue;
    const from = node.input.filter((name) => name && !forward.constant(name) && isLarge(forward, name));
    const [base, ...others] = new Set(from.map((name) => bases.get(name) ?? name));
    if (base === undefined || others.length > 0) continue;
    // What one node alone reads is let go for that node's result, which does as well.
    if (isKept(base) || index.consumers(base).length > 1) bases.set(node.output[0]!, base);
  }
  return bases;
}

/** Writes values a second time. */
class Again {
  readonly ops: Ops;
  readonly #forward: Forward;
  readonly #chosen: Chosen;
  readonly #written = new Map<string, string>();
  #last: Value | undefined;
  #taken = 0;

  constructor(forward: Forward, chosen: Chosen, prefix: string) {
    this.ops = new Ops(forward.opset, prefix, forward.index);
    this.#forward = forward;
    this.#chosen = chosen;
  }

  /** What is begun from now on waits for this part of a gradient. */
  waitFor(gradient: Value | undefined): void {
    if (gradient && isFloating(gradient.type) && gradient.shape.length > 0) this.#last = gradient;
  }

  takeNodes(): NodeProto[] {
    const nodes = this.ops.nodes.slice(this.#taken);
    this.#taken = this.ops.nodes.length;
    return nodes;
  }

  /** The value computed again, or what it is computed from. */
  value(name: string): string {
    const { bases } = this.#chosen;
    const known = this.#written.get(name);
    if (known !== undefined) return known;
    const gradient = this.#last;
    if (!gradient) return name;
    const base = bases.get(name);
    const written = base === undefined ? this.#waiting(name, gradient) : this.#copied(name, base);
    this.#written.set(name, written);
    return written;
  }

  /**
   * The value itself once the backward part has come so far. ONNX Runtime merges equal nodes and computes early what it can, and either
   * would keep all that is to be let go.
   */
  #waiting(name: string, gradient: Value): string {
    const base = this.#forward.value(name);
    const zero = this.ops.cast(zeroAfter(this.ops, [gradient]), base.type);
    return this.ops.add(base, this.ops.reshape(zero, [1])).name;
  }

  #copied(name: string, base: string): string {
    const { bases } = this.#chosen;
    const node = this.#forward.index.producer(name)!;
    const input = node.input.map((each) => (each === base || bases.get(each) === base ? this.value(each) : each));
    const output = this.ops.uniqueName(node.opType);
    this.ops.nodes.push({ ...node, input, output: [output], name: output });
    this.ops.declare({ ...this.#forward.value(name), name: output });
    return output;
  }
}

const isLarge = (forward: Forward, name: string): boolean => bytesOf(forward, name) >= KEPT_BYTES_MAX;

function bytesOf(forward: Forward, name: string): number {
  const value = forward.known(name);
  // What the forward part alone reads ONNX Runtime fuses, into operators that it has no kernels of in float64.
  if (!value || value.type === DataType.DOUBLE) return 0;
  return byteLength(value.type, sizeOf(value.shape)) ?? 0;
}
