import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Files that `tools/golden/onnx_models.py` made. */
export function goldenPath(name: string): string {
  return fileURLToPath(new URL(`golden/${name}`, import.meta.url));
}

export function goldenBytes(name: string): Uint8Array {
  return readFileSync(goldenPath(name));
}

export interface GoldenTensor {
  dims: number[];
  data: number[];
}

/** Inputs of the small network and PyTorch's output for them. */
export function goldenNet(): { sample: GoldenTensor; context: GoldenTensor; out: GoldenTensor } {
  return JSON.parse(readFileSync(goldenPath('net.json'), 'utf8'));
}
