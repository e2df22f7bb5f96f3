import { SamplingError, type DiffusionModel } from '@facet/diffusion';
import { InversionError } from '@facet/inversion';
import { bindingMarkdown, bindingTable, measureBinding, type BindingOptions } from '@facet/studies';
import { basename, join } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { ensureDirectory, writeOutput } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';

export interface BindingJob extends Pick<BindingOptions, 'rows' | 'quick' | 'references'> {
  readonly transfers: string;
  readonly folder: string;
}

/**
 * Measures how much of its own value each token carries, and leaves table and figures in the job's folder.
 * @throws CliError `interrupted` after Ctrl-C; the library's errors
 */
export async function studyBinding(
  context: CommandContext,
  model: DiffusionModel,
  { transfers, folder, rows, quick, references }: BindingJob,
): Promise<Result> {
  await ensureDirectory(folder);
  const { reporter, signal } = context;
  let task: ReturnType<typeof reporter.task> | undefined;
  try {
    const result = await measureBinding(model, {
      folder: transfers,
      rows,
      quick,
      references,
      journal: join(folder, 'journal.jsonl'),
      signal,
      onProgress: (done, of) => {
        task ??= reporter.task({
          label: 'Drawing tokens alone',
          total: of,
          unit: 'rows of references',
          alreadyDone: done - 1,
        });
        task.update(done);
      },
    });
    const cells = bindingTable(result);
    const files = { table: join(folder, 'binding.md'), figures: join(folder, 'binding.json') };
    await writeOutput(files.table, bindingMarkdown(cells, `Binding of ${basename(model.directory)}`));
    await writeOutput(
      files.figures,
      `${JSON.stringify({ fingerprint: model.fingerprint, quick, cells }, undefined, 2)}\n`,
    );
    const lines = cells.map(
      ({ kind, attribute, distance, row, closed }) =>
        `${kind} ${attribute} (${distance}), ${row}: ${closed.mean.toFixed(2)} closed (${closed.low.toFixed(2)} to ${closed.high.toFixed(2)})`,
    );
    return { lines: [...lines, ...Object.values(files)], data: { command: 'binding', files, cells } };
  } catch (cause) {
    const isOurs = cause instanceof InversionError || cause instanceof SamplingError;
    if (!isOurs || cause.code !== 'cancelled') throw cause;
    const message = `Stopped. What was measured is kept in ${folder}; the same command goes on from there.`;
    throw new CliError('interrupted', message, { cause });
  } finally {
    task?.finish();
  }
}
