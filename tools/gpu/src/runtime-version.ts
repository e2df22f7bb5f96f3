import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Of ONNX Runtime as the engine has it installed, here and where it was unpacked. */
export function runtimeVersion(): string {
  const ofEngine = createRequire(import.meta.resolve('@facet/diffusion'));
  const manifest = readFileSync(ofEngine.resolve('onnxruntime-node/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
