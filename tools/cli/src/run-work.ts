import { CommanderError } from 'commander';
import type { CommandContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { explain } from './explain.ts';
import { watchInterrupts } from './interrupt.ts';
import { reasonOf } from './paths.ts';
import type { Reporter } from './report/reporter.ts';

/**
 * Runs a piece of work with Ctrl-C watched and errors explained; returns the exit code. Never throws.
 * @param work reports its own result
 */
export async function runWork(reporter: Reporter, work: (context: CommandContext) => Promise<void>): Promise<number> {
  endWhenNothingCanBeSaid();
  const interrupts = watchInterrupts(() =>
    reporter.note('Stopping after this step; what is done is kept. Press Ctrl-C again to end at once.'),
  );
  try {
    await work({ reporter, signal: interrupts.signal });
    return exitCodes.ok;
  } catch (error) {
    // Commander throws when it has shown its help or version, too: asked for, or because no command was given.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    if (error instanceof CommanderError && error.code === 'commander.help') return exitCodes.usage;
    const { failure, exitCode } = explain(error);
    reporter.failure(failure);
    return exitCode;
  } finally {
    interrupts.release();
  }
}

/**
 * `facet ... | head` closes our stdout: that is no error worth a word. A disk that is full is one, whatever the command has
 * done. Nobody can be told that stderr cannot be written, and the work goes on without it.
 */
function endWhenNothingCanBeSaid(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCodes.ok);
    process.stderr.write(`facet: Cannot write the result to stdout: ${reasonOf(error)}.\n`, () =>
      process.exit(exitCodes.disk),
    );
  });
  process.stderr.on('error', () => {});
}
