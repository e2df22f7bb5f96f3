/** `write-file.ts <path> <bytes>`: writes a file as checkpoints are written and prints how it went. */
import { writeFileAtomic } from '../../src/files/atomic-write.ts';
import { InversionError } from '../../src/errors.ts';

const [path, bytes] = process.argv.slice(2) as [string, string];
try {
  await writeFileAtomic(path, new Uint8Array(Number(bytes)).fill(7));
  process.stdout.write('written\n');
} catch (error) {
  process.stdout.write(error instanceof InversionError ? `${error.code}: ${error.message}\n` : `${String(error)}\n`);
}
