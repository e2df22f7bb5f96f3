import type { NodeProto } from '@facet/onnx';
import { AttributeReader } from './attribute-reader.ts';
import { AutodiffError } from './errors.ts';
import { describe, type Forward } from './forward.ts';
import { isStandard } from './table.ts';
import { positiveAxis } from './values.ts';

/** Says why the declared shape of a node's result may not be the one that is computed; undefined where it is certain. */
type Doubt = (forward: Forward, node: NodeProto) => string | undefined;

const doubts: Readonly<Record<string, Doubt>> = {
  AveragePool: miscounted,
  LpPool: miscounted,
  MaxPool: miscounted,
  Resize: misrounded,
};

/**
 * Refuses nodes of which ONNX Runtime infers one shape and computes another: whatever is differentiated with the inferred one
 * would be wrong, also behind a node through which no gradient flows.
 */
export function refuseUncertainShape(forward: Forward, node: NodeProto): void {
  const doubt =
    isStandard(node) && Object.hasOwn(doubts, node.opType) ? doubts[node.opType]!(forward, node) : undefined;
  if (doubt === undefined) return;
  throw new AutodiffError('unsupported-form', `${describe(node, forward.opset)} ${doubt}.`);
}

/** Before opset 22, ONNX counts a last window that begins beyond the input; the kernels leave it out, as PyTorch does. */
function miscounted(forward: Forward, node: NodeProto): string | undefined {
  const read = new AttributeReader(node, forward.opset, ['ceil_mode', 'pads', 'strides']);
  if (read.maybeInt('ceil_mode') !== 1) return undefined;
  const [large, small] = [node.input[0]!, node.output[0]!].map((name) => forward.value(name).shape.slice(2));
  const [pads, strides] = [read.maybeInts('pads'), read.maybeInts('strides')];
  const beyond = small!.some((count, i) => (count - 1) * (strides?.[i] ?? 1) >= large![i]! + (pads?.[i] ?? 0));
  const what = 'rounds up to a window that lies in the padding alone, which is counted in its shape but not computed';
  return beyond ? `${what}; export with opset 22, or without ceil_mode` : undefined;
}

/** A length times a scale just below a whole number, such as 10 * 0.7, is that number in float32. */
function misrounded(forward: Forward, node: NodeProto): string | undefined {
  const scales = (node.input[2] && forward.numbers(node.input[2])) || [];
  if (scales.length === 0) return undefined;
  const { shape } = forward.value(node.input[0]!);
  const axes = new AttributeReader(node, forward.opset, ['axes']).maybeInts('axes') ?? shape.map((_, axis) => axis);
  const at = scales.findIndex((scale, i) => {
    const length = shape[positiveAxis(axes[i]!, shape.length)]! * scale;
    return Math.floor(length) !== Math.floor(Math.fround(length));
  });
  if (at < 0) return undefined;
  return `scales a length of ${shape[positiveAxis(axes[at]!, shape.length)]} by ${scales[at]}, whose product is rounded down to one number in float32 and to another exactly; export it with sizes`;
}
