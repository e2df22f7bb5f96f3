import { resolve } from 'node:path';

/** The folder of the bundled demo model, `models/demo` at the root of the workspace. */
export function demoModelDirectory(): string {
  return resolve(import.meta.dirname, '../../../../models/demo');
}
