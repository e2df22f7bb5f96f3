/** Writes the packages that are published, in the form that they have then, into the folder given as an argument. */
import { resolve } from 'node:path';
import { buildPublishable } from './publishable/build.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node tools/dev/run.mjs tools/dev/src/publishable.ts <folder>');
  process.exit(2);
}
buildPublishable(resolve(process.env['INIT_CWD'] ?? '.', folder));
