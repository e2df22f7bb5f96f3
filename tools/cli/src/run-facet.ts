import { buildProgram } from './program.ts';
import { createReporter } from './report/create-reporter.ts';
import { runWork } from './run-work.ts';

/** Runs one command line (without node and script name); returns the exit code. Never throws. */
export function runFacet(args: readonly string[]): Promise<number> {
  const reporter = createReporter(args.includes('--json'));
  return runWork(reporter, async (context) => {
    const program = buildProgram(async (work) => reporter.result(await work(context)));
    await program.parseAsync(args, { from: 'user' });
  });
}
