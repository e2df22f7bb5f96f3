import { ATTRIBUTES } from '@facet/base';
import { SamplingError, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { assessPicture, type Assessment } from '@facet/inversion';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';

/**
 * What the model says of a picture, told before anything is paid for: its words, and whatever it may not be able to draw as
 * warnings.
 * @throws CliError `interrupted` after Ctrl-C
 */
export async function assess(
  { reporter, signal }: CommandContext,
  model: DiffusionModel,
  rgb: Tensor,
  objectWord: string | undefined,
): Promise<Assessment> {
  try {
    const assessment = await assessPicture(model, rgb, { ...(objectWord === undefined ? {} : { objectWord }), signal });
    for (const { message } of assessment.warnings) reporter.warn(message);
    return assessment;
  } catch (error) {
    if (!(error instanceof SamplingError && error.code === 'cancelled')) throw error;
    throw new CliError('interrupted', 'Stopped before the first step; nothing was learned yet.', { cause: error });
  }
}

/** For people: the words with their confidence, and the warnings again, where the result is read. */
export function assessmentLines({ words, warnings }: Assessment): string[] {
  const found = ATTRIBUTES.flatMap((attribute) => {
    const each = words[attribute];
    return each === undefined ? [] : [`${attribute} ${each.word} (${Math.round(100 * each.confidence)} %)`];
  });
  return [
    ...(found.length === 0 ? [] : [`Words        ${found.join(', ')}`]),
    ...warnings.map(({ message }) => `Warning      ${message}`),
  ];
}
