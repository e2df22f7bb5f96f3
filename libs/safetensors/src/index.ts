export { SafetensorsError, type SafetensorsErrorCode } from './errors.ts';
export { readSafetensors, writeSafetensors, type NamedTensor, type Safetensors } from './safetensors.ts';
export { indexSafetensors, type IndexedTensor, type SafetensorsIndex } from './index-file.ts';
