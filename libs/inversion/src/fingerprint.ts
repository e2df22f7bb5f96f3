import { basename } from 'node:path';
import type { DiffusionModel } from '@facet/diffusion';
import { InversionError } from './errors.ts';

export interface ModelIdentity {
  readonly fingerprint: string;
  readonly modelName: string;
}

/** A model that is here. */
export interface KnownModel extends ModelIdentity {
  /** That it had before; absent is none. */
  readonly formerFingerprints?: readonly string[];
}

/** What of a loaded model says which it is. */
export type Identified = Pick<DiffusionModel, 'fingerprint' | 'directory'> &
  Partial<Pick<DiffusionModel, 'formerFingerprints'>>;

export const identityOf = ({ fingerprint, formerFingerprints = [], directory }: Identified): KnownModel => ({
  fingerprint,
  formerFingerprints,
  modelName: basename(directory),
});

/** Whether something was made with this model, under its fingerprint of now or one of before. */
export const belongsTo = (
  { fingerprint }: Pick<ModelIdentity, 'fingerprint'>,
  model: Pick<KnownModel, 'fingerprint' | 'formerFingerprints'>,
): boolean => fingerprint === model.fingerprint || (model.formerFingerprints ?? []).includes(fingerprint);

const short = (fingerprint: string): string => fingerprint.slice(0, 12);

/** Tokens mean nothing to another model: throws `fingerprint-mismatch` and names both. `what` starts the message. */
export function checkFingerprint(found: ModelIdentity, model: KnownModel, what: string): void {
  if (belongsTo(found, model)) return;
  throw new InversionError(
    'fingerprint-mismatch',
    `${what} belongs to the model ${found.modelName} (fingerprint ${short(found.fingerprint)}), but the loaded model is ${model.modelName} (fingerprint ${short(model.fingerprint)}). Load the other model, or invert the picture again with this one.`,
  );
}
