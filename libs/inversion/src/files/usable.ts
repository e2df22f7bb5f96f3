import { InversionError } from '../errors.ts';

/** The largest number of float16, which many models compute with. Vectors that mean something are within a few units. */
const MAX_VALUE = 65_504;

/**
 * Refuses numbers that no model can work with, before a prompt fails on them somewhere in its networks.
 * @param what names the file and what of it the values are
 * @throws InversionError `corrupt-file`
 */
export function assertUsable(values: Float32Array, what: string): void {
  const wrong = values.findIndex((value) => !(Math.abs(value) <= MAX_VALUE));
  if (wrong === -1) return;
  throw new InversionError(
    'corrupt-file',
    `${what} holds the number ${values[wrong]} (place ${wrong}), which no model can work with. Learn or export the token again.`,
  );
}
