import type { StepLosses } from '@facet/base';
import { readFile } from 'node:fs/promises';
import { encodePng, TokenizerError, type DiffusionModel } from '@facet/diffusion';
import { assessPicture, drawOwnTokens, InversionError, resolveSettings } from '@facet/inversion';
import type { Device } from './device.ts';
import type { TrainProgress, TrainJob, TrainResult } from './jobs.ts';
import { modelFor, requestOf, settingsOf, withCheckpointFile } from './run-request.ts';
import type { Training } from './training.ts';

/**
 * Does one piece of a run, in one batch with the others that are here.
 *
 * @throws InversionError `cancelled` once the signal fires, and what the engine throws
 */
export async function train(...given: Parameters<typeof trained>): Promise<TrainResult> {
  try {
    return await trained(...given);
  } catch (error) {
    throw ofWord(error, given[1].run.objectWord);
  }
}

async function trained(
  {
    model: whole,
    device,
    training,
  }: { readonly model: DiffusionModel; readonly device: Device; readonly training: Training },
  { run, checkpoint, until, preview }: TrainJob,
  signal: AbortSignal,
  onProgress: (progress: TrainProgress) => void,
): Promise<TrainResult> {
  const model = modelFor(whole, run);
  const { steps: all } = await resolveSettings(model.directory, run.method, settingsOf(run));
  const request = await requestOf(model, run);
  return withCheckpointFile(checkpoint, async (path) => {
    const losses: StepLosses[] = [];
    let png: Buffer | undefined;
    const outcome = await training.run({
      ...request,
      // The one at the end is all that anybody reads.
      checkpoint: { path, resume: true, every: Infinity },
      until,
      signal,
      ...(preview
        ? {
            preview: {
              every: until,
              make: async (tokens) => {
                const picture = await drawOwnTokens(model, tokens, signal);
                [png] = await encodePng(picture);
                return picture;
              },
            },
          }
        : {}),
      onProgress: ({ step, losses: { prior: _prior, ...terms }, remainingSeconds }) => {
        losses.push(terms);
        onProgress({ step, losses: terms, remainingSeconds });
      },
    });
    if (outcome.status === 'failed') throw outcome.error;
    const step = outcome.status === 'finished' ? outcome.tokens.steps : outcome.step;
    if (outcome.status === 'cancelled' && step < until)
      throw new InversionError('cancelled', `Stopped after step ${step}.`);
    // One that has nothing left to learn has no more steps.
    const of = outcome.status === 'finished' ? step : all;
    // Before anything is paid for, and once that the run can be done at all.
    const assess = () => assessPicture(model, request.image, { objectWord: request.objectWord, signal });
    const assessment = until === 0 ? await device.take('train', assess, signal) : undefined;
    return { step, of, checkpoint: await readFile(path), losses, preview: png, assessment };
  });
}

/** Sentences that are too long for the model are none that the person has written; the one word in them is. */
const ofWord = (error: unknown, objectWord: string | null): unknown =>
  error instanceof TokenizerError && error.code === 'prompt-too-long' && objectWord !== null
    ? new InversionError(
        'invalid-input',
        `"${objectWord}" is too long for what the picture shows: sentences with it are more than this model reads. Take one short word, or none.`,
      )
    : error;
