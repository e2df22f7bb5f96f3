import { parseArgs } from 'node:util';
import { describeEnvironment, pinnedVersion } from '../environment.ts';
import { positive, UsageError } from '../options.ts';
import { cacheFile, writeResult } from '../result-file.ts';
import { benchCases } from './case.ts';
import { measureCase, type CaseResult } from './measure.ts';
import { findPython, makeSd15, sd15Directory } from './python.ts';
import { formatTable } from './report.ts';

const USAGE = `Usage: npm run bench -- [pytorch] [options]
  --only <names>     cases separated by commas, or beginnings of their names (default: all that begin with demo;
                     "sd15" needs 4 GB of disk and 13 GB of memory)
  --rounds <n>       turns of each side (default 7)
  --threads <n>      threads on each side (default 1)
  --out <file>       where the JSON result goes (default tools/bench/.cache/pytorch.json)`;

/**
 * Compares Facet with PyTorch on this machine. Each case runs in two processes, one per side, in turns; CPU time is that of
 * the whole process, so the number of threads does not flatter anyone.
 */
export async function compareWithPyTorch(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: 'demo' },
      rounds: { type: 'string', default: '7' },
      threads: { type: 'string', default: '1' },
      out: { type: 'string', default: cacheFile('pytorch.json') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const rounds = positive('rounds', values.rounds);
  const threads = positive('threads', values.threads);
  const wanted = values.only.split(',');
  const all = benchCases(sd15Directory());
  const isWhole = (wish: string): boolean => all.some(({ name }) => name === wish);
  const cases = all.filter(({ name }) =>
    wanted.some((wish) => (isWhole(wish) ? name === wish : name.startsWith(wish))),
  );
  if (cases.length === 0)
    throw new UsageError(`No case begins with "${values.only}"; there are: ${all.map(({ name }) => name).join(', ')}.`);

  const python = findPython();
  if (cases.some(({ torchModel }) => torchModel === 'sd15')) makeSd15(python);

  const onnxruntime = pinnedVersion('libs/diffusion', 'onnxruntime-node');
  const environment = { ...describeEnvironment(), threads, onnxruntime };
  console.error(`${environment.cpu}, ${environment.cores} cores, ${threads} thread(s), commit ${environment.commit}`);
  const results: CaseResult[] = [];
  for (const bench of cases) {
    const onRound = (round: number): void => console.error(`${bench.name}: round ${round} of ${rounds}`);
    results.push(await measureCase(bench, { rounds, threads, python, onRound }));
    // Written after every case, so that a stop loses nothing.
    writeResult(values.out, environment, { rounds, results });
  }
  console.log(formatTable(results));
  console.log(`Result: ${values.out}`);
}
