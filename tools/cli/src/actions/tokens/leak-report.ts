import { SamplingError } from '@facet/diffusion';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { InversionError, measureLeaks, saveTokenFile } from '@facet/inversion';
import type { TokenSet } from '@facet/inversion';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import type { Task } from '../../report/reporter.ts';

/**
 * Measures what the tokens of a file leak and keeps the report in it. The file is there before and is replaced in one
 * piece, so nothing is lost when this is interrupted. Where nothing can judge the model's pictures, a note says so.
 *
 * @param path the token file that `set` was saved to or read from.
 * @throws CliError `interrupted` after Ctrl-C
 */
export async function keepLeakReport(
  context: CommandContext,
  model: DiffusionModel,
  path: string,
  set: TokenSet,
  reference: Tensor,
): Promise<TokenSet> {
  let task: Task | undefined;
  const onProgress = (done: number, total: number): void => {
    task ??= context.reporter.task({ label: 'Measuring leaks', total });
    task.update(done);
  };
  try {
    const leakReport = await measureLeaks(model, set, reference, { signal: context.signal, onProgress });
    const measured = { ...set, leakReport };
    await saveTokenFile(path, measured);
    return measured;
  } catch (error) {
    if (error instanceof SamplingError && error.code === 'cancelled') {
      const message = `Stopped while measuring leaks. The tokens are saved in ${path}; measure them later with:\n  npm run facet -- tokens inspect ${path} --measure`;
      throw new CliError('interrupted', message, { cause: error });
    }
    if (!(error instanceof InversionError && error.code === 'no-judge')) throw error;
    context.reporter.note(`No leak report: ${error.message}`);
    return set;
  } finally {
    task?.finish();
  }
}
