export { SourceError, type SourceErrorCode } from './errors.ts';
export { LORA_MARK, type LoraChoice } from './weights/change.ts';
export { openModelSource } from './open.ts';
export { findPreset } from './sources/preset.ts';
export { parsePythonJson } from './sources/python-json.ts';
export type { Family, ModelSource, Network, Prediction, SourceOptions, TextTower } from './sources/source.ts';
export { buildTextTower, TOKEN_TABLE, type TextConfig, type TextOutput } from './clip/text.ts';
export { buildVisionTower, type VisionConfig } from './clip/vision.ts';
export { buildUnet, contextName, type BuiltUnet } from './unet/build.ts';
export type { AddedConditions, UnetBlock, UnetConfig } from './unet/config.ts';
export { buildVaeDecoder, buildVaeEncoder, type VaeBlock, type VaeConfig } from './vae/build.ts';
export { clipVocabulary, type ClipVocabulary } from './tokenizer/clip-vocabulary.ts';
export { readTokenTable } from './token-table.ts';
export {
  fingerprintLine,
  fingerprintOf,
  weightFingerprint,
  type FingerprintWeight,
  type NamedWeights,
} from './fingerprint.ts';
