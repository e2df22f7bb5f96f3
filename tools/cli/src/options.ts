import {
  type Bounds,
  DEVICE_CHOICES,
  INVERSION_DEFAULTS,
  SEED_BOUNDS,
  SAMPLING_BOUNDS,
  SAMPLING_DEFAULTS,
  SCHEDULERS,
} from '@facet/base';
import { InvalidArgumentError, Option } from 'commander';
import { PICTURE_METADATA } from './remote/picture-metadata.ts';

/** Parsers for commander: each says what it wanted. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`"${text}" is not a whole number from ${minimum}${upTo(maximum)}.`);
    return value;
  };
}

function decimal(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= minimum && value <= maximum))
      throw new InvalidArgumentError(`"${text}" is not a number from ${minimum} to ${maximum}.`);
    return value;
  };
}

export const within = (bounds: Bounds): ((text: string) => number) =>
  bounds.whole ? wholeNumber(bounds.min, bounds.max) : decimal(bounds.min, bounds.max);

function upTo(maximum: number): string {
  return maximum === Number.MAX_SAFE_INTEGER ? ' up' : ` to ${maximum}`;
}

/** What help texts say of `--method`; `defaultMethod` decides. */
export const methodDefault = `that of the model: reader where it has one, else ${INVERSION_DEFAULTS.method}`;

/** The texts of all repetitions of an option. */
export function collected(text: string, previous: readonly string[] = []): string[] {
  return [...previous, text];
}

/**
 * The names in a list with commas between. A name that itself holds commas is recognised by `known`: of several readings the one
 * with the longest names from the left is taken.
 */
export function splitNames(text: string, known: ReadonlySet<string>): string[] {
  const parts = text.split(',');
  const names: string[] = [];
  for (let at = 0, end = 0; at < parts.length; at = end) {
    for (end = parts.length; end > at + 1 && !known.has(parts.slice(at, end).join(','));) end--;
    names.push(parts.slice(at, end).join(',').trim());
  }
  return names;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** `512`, or `640x448` for a width and a height. */
function pictureSize(text: string): PictureSize {
  const [width, height = width] = /^(\d+)(?:x(\d+))?$/.exec(text)?.slice(1) ?? [];
  if (width === undefined) throw new InvalidArgumentError(`"${text}" does not look like 512 or 640x448.`);
  return { width: Number(width), height: Number(height) };
}

export type Shapes = Readonly<Record<string, readonly number[]>>;

/** `input=1,4,16,16` or `input=1x4x16x16`, collected over repetitions. A scalar is `input=`. */
export function shapeEntry(text: string, previous: Shapes = {}): Shapes {
  const at = text.lastIndexOf('=');
  const dims = text.slice(at + 1).trim();
  if (at < 1 || !/^(\d+([,x]\d+)*)?$/.test(dims))
    throw new InvalidArgumentError(`"${text}" does not look like sample=1,4,16,16.`);
  return { ...previous, [text.slice(0, at)]: dims === '' ? [] : dims.split(/[,x]/).map(Number) };
}

/** A token file with a strength: `cat.safetensors@0.8`; without `@` the strength is undefined. */
export interface TokenArgument {
  readonly file: string;
  readonly strength?: number;
}

export function tokenArgument(text: string): TokenArgument {
  const match = /^(.+)@([^@/\\]*)$/.exec(text);
  if (!match) return { file: text };
  return {
    file: match[1] ?? '',
    strength: within(SAMPLING_BOUNDS.strength)(match[2] ?? ''),
  };
}

/** Options that several commands share; made anew for each command, as commander keeps state in them. */
export const commonOptions = {
  json: () => new Option('--json', 'write one JSON object per line: progress, then the result or {"error": ...}'),
  model: () =>
    new Option(
      '--model <name or path>',
      'model: a name of `facet models list`, a folder or .safetensors checkpoint (default: FACET_MODELS, else the bundled one)',
    ),
  device: () =>
    new Option('--device <name>', 'where to compute (default: FACET_DEVICE, else auto)').choices(DEVICE_CHOICES),
  out: (what: string) => new Option('--out <path>', what),
  seed: () => new Option('--seed <number>', 'seed of the noise').argParser(within(SEED_BOUNDS)).default(0),
};

/** Where tokens go in the service unless it is said. */
export const defaultLibrary = 'Command line';

/** Options of commands that work with the service. */
export const remoteOptions = {
  model: () => new Option('--model <name>', 'a model of the service, by name or id (default: its newest)'),
  metadata: () =>
    new Option('--metadata <what>', 'what the pictures say of themselves; tokens are theirs who have the file')
      .choices(PICTURE_METADATA)
      .default(PICTURE_METADATA[0]),
  detach: () => new Option('--detach', 'do not wait; `facet remote runs watch` shows how far it is'),
};

/** Options of everything that samples pictures. */
/** A default that models which draw in few steps have otherwise. */
const byModel = (usual: number | string): string => `${usual}, or what the model says`;

export const samplingOptions = {
  negative: () => new Option('--negative <prompt>', 'what the pictures should not show').default(''),
  count: () => new Option('--count <number>', 'pictures, with seeds from --seed up').argParser(wholeNumber(1, 1000)),
  steps: () =>
    new Option('--steps <number>', `denoising steps (default: ${byModel(SAMPLING_DEFAULTS.steps)})`).argParser(
      within(SAMPLING_BOUNDS.steps),
    ),
  guidance: () =>
    new Option(
      '--guidance <scale>',
      `how strongly the prompt is followed; 1 is without guidance (default: ${byModel(SAMPLING_DEFAULTS.guidance)})`,
    ).argParser(within(SAMPLING_BOUNDS.guidance)),
  size: () =>
    new Option('--size <pixels>', "such as 512 or 640x448 (default: the model's own size)").argParser(pictureSize),
  scheduler: () =>
    new Option('--scheduler <name>', `sampler (default: ${byModel(SAMPLING_DEFAULTS.scheduler)})`).choices(SCHEDULERS),
};
