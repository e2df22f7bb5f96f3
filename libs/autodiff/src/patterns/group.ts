import type { NodeProto } from '@facet/onnx';
import type { Step } from '../walk.ts';

/** A step that stands for several nodes; `node` of the step is the last of them, `inside` are the others. */
export interface Group {
  readonly step: Step;
  readonly inside: readonly NodeProto[];
}
