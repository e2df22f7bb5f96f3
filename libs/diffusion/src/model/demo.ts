import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The folder of the bundled demo model: `models/demo` at the root of the workspace, or, in a checkout where that is not
 * there yet, the folder that `tools/demo-model` last exported to.
 */
export function demoModelDirectory(): string {
  const root = resolve(import.meta.dirname, '../../../..');
  const bundled = resolve(root, 'models/demo');
  const exported = resolve(root, 'tools/demo-model/work/interim');
  return existsSync(resolve(bundled, 'unet/model.onnx')) || !existsSync(exported) ? bundled : exported;
}
