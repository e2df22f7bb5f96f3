export { SafetensorsError, type SafetensorsErrorCode } from './errors.ts';
export { readSafetensors, writeSafetensors, type NamedTensor, type Safetensors } from './safetensors.ts';
