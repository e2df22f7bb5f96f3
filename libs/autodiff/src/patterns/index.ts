import type { NodeProto } from '@facet/onnx';
import type { Forward } from '../forward.ts';
import type { Ops } from '../ops.ts';
import type { Step } from '../walk.ts';

export function recognise(
  _b: Ops,
  _forward: Forward,
  _active: ReadonlySet<string>,
  _of: ReadonlySet<string>,
): Map<NodeProto, Step | 'inside'> {
  return new Map();
}
