/** The command line asks for something that there is not. */
export class UsageError extends Error {}

/** The option as a whole number from 1 on. Throws UsageError. */
export function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`--${name} ${text} is not a positive whole number.`);
}
