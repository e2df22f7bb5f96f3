import type { StoredTensor } from '../weights/stored.ts';

/** The parts of a tower, which stand at the top where a file leaves out `text_model.` or `vision_model.`. */
const topModules = /^(embeddings|encoder|final_layer_norm|pre_layrnorm|post_layernorm)\./;

/**
 * The tensors of a CLIP tower of transformers under `text_model.` or `vision_model.`, which some files leave out. Position ids
 * are counted, not learned, and are left out.
 */
export function fromClip(
  tensors: ReadonlyMap<string, StoredTensor>,
  tower: 'text_model' | 'vision_model',
): Map<string, StoredTensor> {
  const result = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    if (name.endsWith('.position_ids') || name === 'logit_scale') continue;
    result.set(topModules.test(name) ? `${tower}.${name}` : name, tensor);
  }
  return result;
}
