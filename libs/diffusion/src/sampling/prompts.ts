import type { DiffusionModel } from '../types.ts';

/**
 * Encodes a prompt: `[contextLength, hiddenWidth]`.
 *
 * @throws TokenizerError `prompt-too-long`.
 */
export async function encodePrompt(model: DiffusionModel, prompt: string): Promise<Float32Array> {
  const { ids } = model.tokenizer.encode(prompt);
  return (await model.encodeText(model.embed([ids]))).hidden;
}
