/**
 * `npm run full-size`: models of the real size with random weights, from their files to a composed picture by the commands that
 * users type, and what networks compute against diffusers. Exit code 0 only if all is as it should be.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkKind } from './check-kind.ts';
import { KINDS, type Kind } from './kinds.ts';

const USAGE = `Usage: npm run full-size -- [sd1] [sd2] [sdxl] [options]
  --python <program>   a Python with tools/demo-model/requirements.txt (default: FACET_PYTHON, else python3)
  --folder <path>      where files are made, 13 to 16 GB for each model (default: ~/.cache/facet/full-size)
  --keep               leave them there for the next time`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: process.env.FACET_PYTHON ?? 'python3' },
    folder: { type: 'string', default: join(homedir(), '.cache/facet/full-size') },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !KINDS.includes(name as Kind));
if (values.help || unknown.length > 0) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}
for (const kind of KINDS) {
  if (positionals.length > 0 && !positionals.includes(kind)) continue;
  console.log(`\n${kind}`);
  const folder = join(resolve(values.folder), kind);
  const result = await checkKind(kind, folder, values.python);
  const results = join(import.meta.dirname, '../results');
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${kind}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
  for (const [name, error] of Object.entries(result.errors))
    console.log(`  ${name.padEnd(20)} ${error.toExponential(1)}`);
  if (result.failures.length > 0) process.exitCode = 1;
  if (!values.keep) rmSync(folder, { recursive: true });
}
