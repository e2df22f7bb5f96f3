/**
 * Compares Facet with PyTorch on this machine: `npm run bench`. Each case runs in two processes, one per side, in turns;
 * CPU time is that of the whole process, so the number of threads does not flatter anyone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoModelDirectory } from '@facet/diffusion';
import { benchCases } from './case.ts';
import { describeEnvironment } from './environment.ts';
import { measureCase, type CaseResult } from './measure.ts';
import { findPython, makeSd15, sd15Directory } from './python.ts';
import { formatTable } from './report.ts';

const USAGE = `Usage: npm run bench -- [options]
  --only <names>     cases separated by commas, or beginnings of their names (default: all that begin with demo;
                     "sd15" needs 4 GB of disk and 11 GB of memory)
  --rounds <n>       turns of each side (default 7)
  --threads <n>      threads on each side (default 1)
  --out <file>       where the JSON result goes (default tools/bench/.cache/result.json)`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'demo' },
    rounds: { type: 'string', default: '7' },
    threads: { type: 'string', default: '1' },
    out: { type: 'string', default: join(import.meta.dirname, '../.cache/result.json') },
    help: { type: 'boolean', default: false },
  },
});

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} ${text} is not a positive whole number.\n${USAGE}`);
  process.exit(2);
}

if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const rounds = positive('rounds', values.rounds);
const threads = positive('threads', values.threads);
const wanted = values.only.split(',');
const all = benchCases(sd15Directory());
const cases = all.filter(({ name }) => wanted.some((beginning) => name.startsWith(beginning)));
if (cases.length === 0) {
  console.error(
    `No case begins with "${values.only}"; there are: ${all.map(({ name }) => name).join(', ')}.\n${USAGE}`,
  );
  process.exit(2);
}

const python = findPython();
if (cases.some(({ torchModel }) => torchModel === 'sd15')) makeSd15(python, join(demoModelDirectory(), 'tokenizer'));

const environment = describeEnvironment(threads);
console.error(`${environment.cpu}, ${environment.cores} cores, ${threads} thread(s), commit ${environment.commit}`);
const results: CaseResult[] = [];
for (const bench of cases) {
  const onRound = (round: number): void => console.error(`${bench.name}: round ${round} of ${rounds}`);
  results.push(await measureCase(bench, { rounds, threads, python, onRound }));
  // Written after every case, so that a stop loses nothing.
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, `${JSON.stringify({ formatVersion: 1, environment, rounds, results }, null, 2)}\n`);
}
console.log(formatTable(results));
console.log(`Result: ${values.out}`);
