/**
 * `npm run full-size`: models of the real size with random weights, from their files to a composed picture by the commands that
 * users type, and what networks compute against diffusers. Exit code 0 only if all is as it should be.
 */
import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkCommands } from './check-commands.ts';
import { checkExport } from './check-export.ts';
import { checkFolder, checkNumbers } from './check-numbers.ts';
import { checkStart } from './check-start.ts';
import type { Findings } from './findings.ts';
import { isNarrow, KINDS, type Kind } from './kinds.ts';
import { run } from './run-program.ts';

const USAGE = `Usage: npm run full-size -- [sd1] [sd2] [sdxl] [options]
  --python <program>   a Python with tools/demo-model/requirements.txt (default: FACET_PYTHON, else python3)
  --only <checks>      some of commands, numbers, folder, start (default: these), and export, with 9 GB of disk more
  --folder <path>      where files are made, 13 to 16 GB for each model (default: ~/.cache/facet/full-size)
  --keep               leave them there for the next time`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: 'string', default: process.env.FACET_PYTHON ?? 'python3' },
    folder: { type: 'string', default: join(homedir(), '.cache/facet/full-size') },
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
/** What `full_models.py` writes when it is asked for each. */
const ANSWERS: Readonly<Record<string, string>> = { answer: 'answers.safetensors', exact: 'exact.safetensors' };

type Check = (kind: Kind, folder: string, ask: Ask) => Promise<Findings>;
type Ask = (action: string) => Promise<Record<string, unknown>[]>;

const CHECKS: Readonly<Record<string, Check>> = {
  commands: checkCommands,
  numbers: checkNumbers,
  folder: checkFolder,
  start: checkStart,
  export: checkExport,
};
const USUAL = Object.keys(CHECKS).filter((name) => name !== 'export');
/** Those that hold what is computed to what diffusers computes. */
const ANSWERED = new Set(['numbers', 'folder', 'export']);

const kinds = positionals.length > 0 ? positionals : KINDS;
const checks = values.only?.split(',') ?? USUAL;
const isKnown = kinds.every((name) => KINDS.includes(name as Kind)) && checks.every((name) => name in CHECKS);
if (values.help || !isKnown) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}
for (const kind of kinds as readonly Kind[]) {
  const folder = join(resolve(values.folder), kind);
  const script = join(import.meta.dirname, '../../golden/full_models.py');
  const ask: Ask = (action) => run(values.python, [script, action, kind, folder], { PYTHONUNBUFFERED: '1' });
  if (!existsSync(join(folder, `${kind}.safetensors`))) await ask('make');
  const asked = checks.some((name) => ANSWERED.has(name)) ? Object.entries(ANSWERS) : [];
  for (const [action, file] of asked)
    if (!(action === 'exact' && isNarrow(kind)) && !existsSync(join(folder, file))) await ask(action);
  for (const check of checks) {
    console.log(`\n${kind}, ${check}`);
    const findings = await CHECKS[check]!(kind, folder, ask);
    findings.write(kind, check);
    if (findings.failures.length > 0) process.exitCode = 1;
  }
  if (!values.keep) rmSync(folder, { recursive: true });
}
