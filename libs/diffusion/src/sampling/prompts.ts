import type { DiffusionModel } from '../types.ts';

/** What a prompt conditions a U-Net by. */
export interface EncodedPrompt {
  /** What layers read, `[contextLength, hiddenWidth]`. */
  readonly hidden: Float32Array;
  /** What the whole U-Net gets, `[pooledWidth]`; of a model that takes it. */
  readonly pooled: Float32Array | undefined;
}

/** @throws TokenizerError `prompt-too-long`. */
export async function encodePrompt(model: DiffusionModel, prompt: string): Promise<EncodedPrompt> {
  const { ids, length } = model.tokenizer.encode(prompt);
  const { hidden, pooled } = await model.encodeText(model.embed([ids]), [length - 1]);
  return { hidden, pooled: model.pooledWidth === undefined ? undefined : pooled };
}

/** What guidance moves away from. An empty prompt is zeros for a model that was trained so, as in other tools. */
export async function encodeNegative(model: DiffusionModel, prompt: string): Promise<EncodedPrompt> {
  const encoded = await encodePrompt(model, prompt);
  if (prompt !== '' || model.emptyNegative === 'encoded') return encoded;
  return { hidden: encoded.hidden.fill(0), pooled: encoded.pooled?.fill(0) };
}
