import { InversionError } from '../errors.ts';

export interface ModelIdentity {
  readonly fingerprint: string;
  readonly modelName: string;
}

const short = (fingerprint: string): string => fingerprint.slice(0, 12);

/** Tokens mean nothing to another model: throws `fingerprint-mismatch` and names both. `what` starts the message. */
export function checkFingerprint(found: ModelIdentity, model: ModelIdentity, what: string): void {
  if (found.fingerprint === model.fingerprint) return;
  throw new InversionError(
    'fingerprint-mismatch',
    `${what} belongs to the model ${found.modelName} (fingerprint ${short(found.fingerprint)}), but the loaded model is ${model.modelName} (fingerprint ${short(model.fingerprint)}). Load the other model, or invert the picture again with this one.`,
  );
}
