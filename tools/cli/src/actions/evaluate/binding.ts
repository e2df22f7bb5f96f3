import { SamplingError, type DiffusionModel } from '@facet/diffusion';
import { InversionError } from '@facet/inversion';
import {
  bindingMarkdown,
  bindingTable,
  combinationMarkdown,
  combinationTable,
  measureBinding,
  measureSwaps,
  readHeldOut,
  swapMarkdown,
  swapTable,
  type BindingOptions,
  type BindingResult,
  type CombinationCell,
  type SwapOptions,
} from '@facet/studies';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { ensureDirectory, writeOutput } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';

export interface BindingJob extends Pick<BindingOptions, 'rows' | 'quick' | 'kinds' | 'references'> {
  readonly transfers: string;
  readonly folder: string;
}

/**
 * Measures how much of its own value each token carries, and leaves table and figures in the job's folder.
 * @throws CliError `interrupted` after Ctrl-C; the library's errors
 */
export const studyBinding = (
  context: CommandContext,
  model: DiffusionModel,
  { transfers, folder, ...asked }: BindingJob,
): Promise<Result> =>
  journaled(context, folder, 'Drawing tokens alone', 'rows of references', async (kept) => {
    const result = await measureBinding(model, { folder: transfers, ...asked, ...kept });
    const cells = bindingTable(result);
    const combinations = await byCombination(model, result);
    const files = { table: join(folder, 'binding.md'), figures: join(folder, 'binding.json') };
    const table = bindingMarkdown(cells, `Binding of ${basename(model.directory)}`);
    await writeOutput(files.table, combinations.length === 0 ? table : table + combinationMarkdown(combinations));
    await writeFigures(files.figures, { fingerprint: model.fingerprint, quick: asked.quick, cells, combinations });
    const lines = cells.map(
      ({ kind, attribute, distance, row, closed }) =>
        `${kind} ${attribute} (${distance}), ${row}: ${closed.mean.toFixed(2)} closed (${closed.low.toFixed(2)} to ${closed.high.toFixed(2)})`,
    );
    return { lines: [...lines, ...Object.values(files)], data: { command: 'binding', files, cells, combinations } };
  });

/** Only a model whose world is listed says which combinations are held out. */
const byCombination = async (model: DiffusionModel, result: BindingResult): Promise<CombinationCell[]> =>
  existsSync(join(model.directory, 'classifiers', 'factors.json'))
    ? combinationTable(result, await readHeldOut(model.directory))
    : [];

export interface SwapJob extends Pick<SwapOptions, 'rows' | 'quick' | 'swaps'> {
  readonly transfers: string;
  readonly folder: string;
}

/**
 * Measures what tokens of two and of four references do in one prompt, and leaves table and figures in the job's folder.
 * @throws CliError `interrupted` after Ctrl-C; the library's errors
 */
export const studySwaps = (
  context: CommandContext,
  model: DiffusionModel,
  { transfers, folder, ...asked }: SwapJob,
): Promise<Result> =>
  journaled(context, folder, 'Drawing tokens together', 'pictures', async (kept) => {
    const cells = swapTable(await measureSwaps(model, { folder: transfers, ...asked, ...kept }));
    const files = { table: join(folder, 'swaps.md'), figures: join(folder, 'swaps.json') };
    await writeOutput(files.table, swapMarkdown(cells));
    await writeFigures(files.figures, { fingerprint: model.fingerprint, quick: asked.quick, cells });
    const lines = cells.map(
      ({ size, row, all, right }) =>
        `${size} references, ${row}: ${all.mean.toFixed(2)} closed (${all.low.toFixed(2)} to ${all.high.toFixed(2)}), ${right.mean.toFixed(2)} right`,
    );
    return { lines: [...lines, ...Object.values(files)], data: { command: 'binding', files, cells } };
  });

const writeFigures = (path: string, figures: object): Promise<void> =>
  writeOutput(path, `${JSON.stringify(figures, undefined, 2)}\n`);

/** Runs a study that keeps a journal in its folder, with progress; after Ctrl-C it says how to go on. */
async function journaled(
  { reporter, signal }: CommandContext,
  folder: string,
  label: string,
  unit: string,
  study: (kept: Pick<BindingOptions, 'journal' | 'signal' | 'onProgress'>) => Promise<Result>,
): Promise<Result> {
  await ensureDirectory(folder);
  let task: ReturnType<typeof reporter.task> | undefined;
  try {
    return await study({
      journal: join(folder, 'journal.jsonl'),
      signal,
      onProgress: (done, of) => {
        task ??= reporter.task({ label, total: of, unit, alreadyDone: done - 1 });
        task.update(done);
      },
    });
  } catch (cause) {
    const isOurs = cause instanceof InversionError || cause instanceof SamplingError;
    if (!isOurs || cause.code !== 'cancelled') throw cause;
    const message = `Stopped. What was measured is kept in ${folder}; the same command goes on from there.`;
    throw new CliError('interrupted', message, { cause });
  } finally {
    task?.finish();
  }
}
