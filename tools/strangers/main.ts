import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { walk, type Stranger } from './walk.ts';

const PICTURE = join('models', 'demo', 'references', '00-striped-yellow-cat-lying.png');

/** Walks, and prints what came of it. Started in the repository's root. */
export async function main(open: () => Stranger): Promise<void> {
  const walked = await walk(open, new Uint8Array(readFileSync(PICTURE)));
  process.stdout.write(JSON.stringify(walked));
  // Stores of some clients keep timers.
  process.exit(0);
}
