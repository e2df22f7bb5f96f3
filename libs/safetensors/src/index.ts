export { SafetensorsError, type SafetensorsErrorCode } from './errors.ts';
export { readMetadata, readSafetensors, writeSafetensors, type NamedTensor } from './safetensors.ts';
export { indexSafetensors, type SafetensorsIndex } from './index-file.ts';
