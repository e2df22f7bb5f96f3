import { rowsOf, type StoredTensor } from '../weights/stored.ts';

/** OpenCLIP's names and layout of a text tower, mapped onto those of transformers. */

const modules: Readonly<Record<string, string>> = {
  'token_embedding.weight': 'text_model.embeddings.token_embedding.weight',
  positional_embedding: 'text_model.embeddings.position_embedding.weight',
  'ln_final.weight': 'text_model.final_layer_norm.weight',
  'ln_final.bias': 'text_model.final_layer_norm.bias',
};

const layerModules: Readonly<Record<string, string>> = {
  ln_1: 'layer_norm1',
  ln_2: 'layer_norm2',
  'mlp.c_fc': 'mlp.fc1',
  'mlp.c_proj': 'mlp.fc2',
  'attn.out_proj': 'self_attn.out_proj',
};

/**
 * Maps tensors without their prefix (`cond_stage_model.model.`). Queries, keys and values lie in one tensor there: each
 * becomes a block of its rows, where it is.
 * @param layers how many layers to take: Stable Diffusion 2.x leaves out the last one
 */
export function fromOpenClip(tensors: ReadonlyMap<string, StoredTensor>, layers: number): Map<string, StoredTensor> {
  const result = new Map<string, StoredTensor>();
  const isWhole = layers === openClipLayers(tensors.keys());
  for (const [name, tensor] of tensors) {
    // The projection belongs to what the last layer gives.
    if (name === 'text_projection' && isWhole) result.set('text_projection.weight', { ...tensor, isTransposed: true });
    else if (Object.hasOwn(modules, name)) result.set(modules[name]!, tensor);
    const [, layer, module, kind] = /^transformer\.resblocks\.(\d+)\.(.+?)[._](weight|bias)$/.exec(name) ?? [];
    if (layer === undefined || module === undefined || Number(layer) >= layers) continue;
    const target = `text_model.encoder.layers.${layer}`;
    if (module === 'attn.in_proj') {
      const rows = tensor.dims[0]! / 3;
      for (const [at, letter] of ['q', 'k', 'v'].entries())
        result.set(`${target}.self_attn.${letter}_proj.${kind}`, rowsOf(tensor, at * rows, rows));
    } else if (Object.hasOwn(layerModules, module)) {
      result.set(`${target}.${layerModules[module]}.${kind}`, tensor);
    }
  }
  return result;
}

/** How many layers the tensors have. */
export function openClipLayers(names: Iterable<string>): number {
  const found = [...names].map((name) => /^transformer\.resblocks\.(\d+)\./.exec(name)?.[1]);
  return new Set(found.filter((each) => each !== undefined)).size;
}
