import { INVERSION_BOUNDS, INVERSION_DEFAULTS, worthOf, wrongSize, type PictureSize } from '@facet/base';
import { fingerprintsOf, listModels, type OfferedModel } from '@facet/db';
import { inOrganization, type Context } from '../graphql/context.ts';
import { InvalidInputError, NotFoundError, WrongStateError } from '../errors.ts';
import { decodeId } from '../ids.ts';

/** The model that is asked for, or the newest that a worker offers. Throws `NotFoundError`, or `WrongStateError`. */
export async function modelOf(context: Context, modelId: string | null | undefined): Promise<OfferedModel> {
  const all = await inOrganization(context, (transaction) => listModels(transaction));
  if (modelId === null || modelId === undefined) {
    const offered = all.find(({ devices }) => devices.length > 0);
    if (!offered) throw new WrongStateError('No worker offers a model at the moment. Start one, or try again.');
    return offered;
  }
  const fingerprint = decodeId('Model', modelId);
  const found = all.find((model) => fingerprintsOf(model).includes(fingerprint));
  if (!found) throw new NotFoundError();
  return found;
}

/** A size that the model can draw, and as how many pictures or steps of its own one of it counts. Throws `InvalidInputError`. */
export function sizeFor(
  { name, traits }: OfferedModel,
  size: PictureSize,
): PictureSize & { readonly unitCost: number } {
  const wrong = wrongSize(size, traits);
  if (wrong !== undefined)
    throw new InvalidInputError(`${size.width} x ${size.height} is no size for ${name}: it ${wrong}.`);
  return { ...size, unitCost: worthOf(size, traits) };
}

/** By which method a model inverts where nobody names one. */
export const methodOf = ({ traits }: OfferedModel): string => traits.defaultMethod ?? INVERSION_DEFAULTS.method;

/** Optimiser steps of an inversion where nobody says how many. */
export const stepsOf = ({ traits }: OfferedModel, method: string): number =>
  traits.steps?.[method] ?? INVERSION_DEFAULTS.steps;

/** The fewest optimiser steps of an inversion: none where tokens are good before the first. */
export const minStepsOf = (model: OfferedModel, method: string): number =>
  model.traits.minSteps?.[method] ?? Math.min(INVERSION_BOUNDS.steps.min, stepsOf(model, method));
