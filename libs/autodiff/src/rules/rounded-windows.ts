import type { NodeProto } from '@facet/onnx';
import { AttributeReader } from '../attribute-reader.ts';
import { AutodiffError } from '../errors.ts';
import { describe, type Forward } from '../forward.ts';
import { isStandard } from '../table.ts';

const pools: ReadonlySet<string> = new Set(['AveragePool', 'LpPool', 'MaxPool']);

/**
 * Refuses a pooling with ceil_mode whose last window would begin beyond the input: before opset 22 ONNX counts such a window, and
 * so does ONNX Runtime when it infers shapes, but its kernels leave it out. No declared shape behind the node is true then.
 */
export function refuseMiscounted(forward: Forward, node: NodeProto): void {
  if (!isStandard(node) || !pools.has(node.opType)) return;
  const read = new AttributeReader(node, forward.opset, ['ceil_mode', 'pads', 'strides']);
  if (read.maybeInt('ceil_mode') !== 1) return;
  const [large, small] = [node.input[0]!, node.output[0]!].map((name) => forward.value(name).shape.slice(2));
  const [pads, strides] = [read.maybeInts('pads'), read.maybeInts('strides')];
  const beyond = small!.some((count, i) => (count - 1) * (strides?.[i] ?? 1) >= large![i]! + (pads?.[i] ?? 0));
  if (!beyond) return;
  const message = `${describe(node, forward.opset)} rounds up to a window that lies in the padding alone, which ONNX Runtime counts in the shape but does not compute. Export with opset 22, or without ceil_mode.`;
  throw new AutodiffError('unsupported-form', message);
}
