import type { GraphIndex, NodeProto } from '@facet/onnx';

const layerPattern = /(?:down_blocks\.\d+|mid_block|up_blocks\.\d+)\.attentions\.\d+\.transformer_blocks\.\d+\.attn2/;

/** How far a walk looks for a layer's output bias; attention itself is about ten nodes deep, exporters add reshapes. */
const MAX_STEPS = 200;

/**
 * The module name of the cross-attention layer that a projection (to_k or to_v) belongs to, such as
 * `down_blocks.0.attentions.1.transformer_blocks.0.attn2`, or undefined when nothing tells. Exporters keep it in different
 * places: tracing in node names, dynamo in metadata, both (unless weights were folded) in the weight's name, and all that
 * were seen in the name of the layer's output bias, which is found by walking forward.
 */
export function layerOf(projection: NodeProto, index: GraphIndex): string | undefined {
  const scopes = projection.metadataProps.find((each) => each.key === 'pkg.torch.onnx.name_scopes')?.value;
  for (const text of [projection.name, scopes, ...weightNames(projection, index)]) {
    const name = text === undefined ? undefined : layerIn(text);
    if (name) return name;
  }
  return layerByOutputBias(projection, index);
}

function layerIn(text: string): string | undefined {
  return layerPattern.exec(text.replaceAll('/', '.'))?.[0];
}

/** The projection's weight and what it is computed from (a Transpose or Cast of the stored weight). */
function weightNames(projection: NodeProto, index: GraphIndex): string[] {
  const names: string[] = [];
  let value = projection.input[1];
  while (value !== undefined && names.length < 4) {
    names.push(value);
    value = index.producer(value)?.input[0];
  }
  return names;
}

/** Breadth first, so that the layer's own bias is met before that of any later layer. */
function layerByOutputBias(projection: NodeProto, index: GraphIndex): string | undefined {
  const queue: NodeProto[] = [projection];
  const seen = new Set(queue);
  for (let at = 0; at < queue.length && at < MAX_STEPS; at++) {
    const node = queue[at]!;
    for (const name of node.input) {
      const found = outputBiasLayer(name, index);
      if (found) return found;
    }
    for (const output of node.output) {
      for (const next of index.consumers(output)) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return undefined;
}

function outputBiasLayer(value: string, index: GraphIndex): string | undefined {
  const stored = index.initializer(value) ? value : index.producer(value)?.input[0];
  return stored?.includes('attn2.to_out.0.bias') ? layerIn(stored) : undefined;
}

/** Sorts module names into forward order: down blocks, mid block, up blocks, and by number within. */
export function compareLayers(a: string, b: string): number {
  const [first, second] = [orderOf(a), orderOf(b)];
  for (const [at, value] of first.entries()) {
    const difference = value - (second[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function orderOf(name: string): number[] {
  const stage = name.startsWith('down') ? 0 : name.startsWith('mid') ? 1 : 2;
  const numbers = [...name.matchAll(/\.(\d+)/g)].map((match) => Number(match[1]));
  return stage === 1 ? [stage, 0, ...numbers] : [stage, ...numbers];
}
