import { join } from 'node:path';
import { root } from './options.ts';

/** One of the repository's programs, under this Node, for the manager. */
export const program = (name: string, file: string) => ({
  name,
  command: process.execPath,
  args: [join(root, file)],
  cwd: root,
});
