import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { explain } from './explain.ts';
import { watchInterrupts } from './interrupt.ts';
import { buildProgram } from './program.ts';
import { createReporter } from './report/create-reporter.ts';
import type { Reporter } from './report/reporter.ts';

/** Runs one command line (without node and script name); returns the exit code. Never throws. */
export async function runFacet(args: readonly string[]): Promise<number> {
  const reporter = createReporter(args.includes('--json'));
  endQuietlyWhenTheReaderLeaves();
  const interrupts = watchInterrupts(() =>
    reporter.note('Stopping after this step; what is done is kept. Press Ctrl-C again to end at once.'),
  );
  const program = buildProgram(async (work) => reporter.result(await work({ reporter, signal: interrupts.signal })));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    return report(error, reporter);
  } finally {
    interrupts.release();
  }
}

function report(error: unknown, reporter: Reporter): number {
  // Commander has already printed help, the version or its own complaint; only programs still need theirs.
  const shown = error instanceof CommanderError && error.exitCode === 0;
  if (shown) return exitCodes.ok;
  const { failure, exitCode } = explain(error);
  reporter.failure(failure);
  return exitCode;
}

/** `facet ... | head` closes our stdout: that is no error worth a stack. */
function endQuietlyWhenTheReaderLeaves(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.ok);
    throw error;
  });
}
