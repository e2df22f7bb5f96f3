import type { NodeProto } from './types.ts';

const VIEWS: ReadonlySet<string> = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'Identity']);

/** Whether a node's result is its input's memory, seen in another shape. */
export function isView({ domain, opType }: Pick<NodeProto, 'domain' | 'opType'>): boolean {
  return domain === '' && VIEWS.has(opType);
}
