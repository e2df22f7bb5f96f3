import type { DiffusionModel } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { InversionBatch, type BatchOptions } from './batch.ts';
import type { InversionOutcome, InversionRequest } from './request.ts';

/**
 * Inverts several pictures with one model, in one batch. The outcomes are in the order of the requests; nothing is thrown for
 * a single run.
 *
 * All pictures must have the same size.
 */
export async function runInversions(
  model: DiffusionModel,
  requests: readonly InversionRequest[],
  options: BatchOptions = {},
): Promise<InversionOutcome[]> {
  const batch = new InversionBatch(model, options);
  const outcomes = requests.map((request) => batch.join(request));
  while (batch.size > 0) await batch.step();
  return Promise.all(outcomes);
}

/** Inverts one picture. Throws the run's error, or `cancelled`. */
export async function invert(model: DiffusionModel, request: InversionRequest): Promise<TokenSet> {
  const [outcome] = await runInversions(model, [request]);
  switch (outcome!.status) {
    case 'finished':
      return outcome!.tokens;
    case 'failed':
      throw outcome!.error;
    case 'cancelled':
      throw new InversionError(
        'cancelled',
        `The inversion was cancelled after step ${outcome!.step}${outcome!.checkpoint === undefined ? '' : `; ${outcome!.checkpoint} resumes it`}.`,
      );
  }
}
