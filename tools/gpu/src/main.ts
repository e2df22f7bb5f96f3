/** `npm run gpu -- pack` on a machine with a network, `./run` of what it packs on one with a card. */
import { UsageError } from './usage-error.ts';

const USAGE = `Usage: npm run gpu -- pack --out <folder> [--cuda <wheel or folder>]   packs what the other machine needs
       ./run --out result.json [--help]                        there: measures and writes one JSON`;

const PARTS: Readonly<Record<string, () => Promise<(args: readonly string[]) => Promise<void>>>> = {
  pack: async () => (await import('./pack/pack.ts')).pack,
  run: async () => (await import('./run/run.ts')).run,
};

const [name = '', ...args] = process.argv.slice(2);
try {
  const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
  if (part === undefined) throw new UsageError(name === '' ? USAGE : `There is no "${name}".\n${USAGE}`);
  await (
    await part()
  )(args);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
