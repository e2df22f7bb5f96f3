import type { NodeProto } from '@facet/onnx';

/** The stored values and all that is computed of nothing else. @param nodes each behind those that it reads */
export function valuesOfWeights(
  nodes: readonly NodeProto[],
  stored: readonly { readonly name: string }[],
): ReadonlySet<string> {
  const values = new Set(stored.map(({ name }) => name));
  for (const node of nodes) if (isOfWeights(node, values)) for (const name of node.output) values.add(name);
  return values;
}

/** Whether a node reads such values and nothing else. */
export function isOfWeights({ input }: NodeProto, values: ReadonlySet<string>): boolean {
  const given = input.filter(Boolean);
  return given.length > 0 && given.every((name) => values.has(name));
}
