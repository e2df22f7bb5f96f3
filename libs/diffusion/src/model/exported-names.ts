import type { NodeProto } from '@facet/onnx';

/** The modules of a network that its names begin with, and what stands before them in a checkpoint. */
export interface NameRoots {
  readonly roots: readonly string[];
  readonly prefix: string;
}

export const unetNames: NameRoots = {
  roots: ['conv_in', 'time_embedding', 'down_blocks', 'mid_block', 'up_blocks', 'conv_norm_out', 'conv_out'],
  prefix: '',
};

/** transformers before and after version 5: with and without a module `text_model`. */
export const textNames: NameRoots = { roots: ['embeddings', 'encoder', 'final_layer_norm'], prefix: 'text_model.' };

/**
 * The module that a node computes a part of, by diffusers' name: `down_blocks.0.resnets.0.norm1`. Tracing keeps it in the node's
 * name, `/unet/down_blocks.0/resnets.0/norm1/Mul`, dynamo in metadata; the modules that an export wrapped around are left out.
 */
export function moduleOf(node: NodeProto, { roots, prefix }: NameRoots): string | undefined {
  for (const path of [...scopesOf(node), tracedPath(node.name)]) {
    const parts = path.split('.');
    const start = parts.findIndex((part) => roots.includes(part));
    if (start >= 0) return prefix + parts.slice(start).join('.');
  }
  return undefined;
}

const tracedPath = (name: string): string => name.split('/').slice(1, -1).join('.');

/** Innermost first; the last of them is the operation itself. */
function scopesOf({ metadataProps }: NodeProto): string[] {
  const said = metadataProps.find(({ key }) => key === 'pkg.torch.onnx.name_scopes')?.value ?? '';
  return [...said.matchAll(/'([^']*)'/g)]
    .map((match) => match[1]!)
    .slice(0, -1)
    .toReversed();
}
