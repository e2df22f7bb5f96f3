import { type Bounds, INVERSION_BOUNDS, INVERSION_DEFAULTS, SEED_BOUNDS } from '@facet/base';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
import { methodById } from '../methods/registry.ts';

const within = ({ min, max, whole }: Bounds): z.ZodNumber => (whole ? z.int() : z.number()).min(min).max(max);

/** Everything that decides a run's result besides picture, model and method. Stored in checkpoints. */
export const settingsSchema = z.strictObject({
  /** At least `minSteps` of the method; always 0 for one that trains nothing. */
  steps: within({ ...INVERSION_BOUNDS.steps, min: 0 }),
  seed: within(SEED_BOUNDS),
  learningRate: within(INVERSION_BOUNDS.learningRate),
  /** `cosine` lets the learning rate fall to a tenth over the run; `constant` keeps it. */
  learningRateSchedule: z.enum(['constant', 'cosine']),
  /** Noise samples of the picture per step. */
  batchSize: within(INVERSION_BOUNDS.batchSize),
  weightDecay: z.number().min(0),
  /** Of U-Net weights, for methods that train some; the schedule is that of the tokens. */
  weightLearningRate: within(INVERSION_BOUNDS.learningRate),
  /** Weight of the loss on class pictures, for methods with prior preservation; 0 switches it off. */
  priorWeight: z.number().min(0),
  /** How many class pictures are drawn, and how many noised copies of them each step takes. */
  priorPictures: z.int().min(1),
  priorSamples: z.int().min(1),
  /** How far each update pulls a vector's length toward `normTarget`: 0 not at all, 1 fully. */
  normPull: z.number().min(0).max(1),
  /** The length of the token's initial word, or the mean length of the colour and object words that the model knows. */
  normTarget: z.enum(['initial-word', 'known-words']),
  colorStyleWeight: z.number().min(0),
  objectLayoutWeight: z.number().min(0),
  /** Between what L_CS and L_O take distances: the text encoder's outputs, or the token vectors themselves. */
  distanceSpace: z.enum(['text-encoder', 'embedding']),
  fallback: z.enum(['object-word', 'neutral-words', 'nothing']),
  /** Where `matte`'s tokens start: at what the model's reader reads, at the words that the image encoder finds, or style and layout at words that say nothing. */
  start: z.enum(['reader', 'words', 'neutral']),
  /** When a run is done: after all its steps, or before, when the loss of fixed probes is flat. */
  stop: z.enum(['steps', 'flat']),
});

export type InversionSettings = z.infer<typeof settingsSchema>;

/** For models without an `inversion.json`. */
const GENERAL_DEFAULTS: InversionSettings = {
  steps: INVERSION_DEFAULTS.steps,
  seed: INVERSION_DEFAULTS.seed,
  learningRate: INVERSION_DEFAULTS.learningRate,
  learningRateSchedule: 'constant',
  batchSize: INVERSION_DEFAULTS.batchSize,
  weightDecay: 0,
  weightLearningRate: 1e-5,
  priorWeight: 1,
  priorPictures: 8,
  priorSamples: 2,
  normPull: 0.1,
  normTarget: 'known-words',
  colorStyleWeight: 0.1,
  objectLayoutWeight: 0.1,
  distanceSpace: 'text-encoder',
  fallback: 'object-word',
  start: 'neutral',
  stop: 'steps',
};

/** For methods that start at what was read: few and slow steps, which sharpen each token where it is (docs/evaluation.md). */
const READ_DEFAULTS: Partial<InversionSettings> = {
  steps: 100,
  learningRate: 0.003,
  learningRateSchedule: 'constant',
  batchSize: 4,
};

/** `inversion.json` of a model folder: settings that were tuned on this model, for all methods and for single ones. */
const modelDefaultsSchema = z.strictObject({
  formatVersion: z.literal(1),
  note: z.string().default(''),
  all: settingsSchema.partial().default({}),
  methods: z.record(z.string(), settingsSchema.partial()).default({}),
});

/** The fewest steps of a method: none where its tokens are good before the first. */
export function minSteps(method: string): number {
  const { trains, startsRead } = methodById(method);
  return trains === 'nothing' || startsRead ? 0 : INVERSION_BOUNDS.steps.min;
}

/** The settings for a method on a model: what is given, over the model's own defaults, over the general ones. */
export async function resolveSettings(
  directory: string,
  method: string,
  given: Partial<InversionSettings> = {},
): Promise<InversionSettings> {
  const model = await modelDefaults(join(directory, 'inversion.json'));
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { trains, startsRead } = methodById(method);
  const own = startsRead ? READ_DEFAULTS : {};
  const result = settingsSchema.safeParse({
    ...GENERAL_DEFAULTS,
    ...model.all,
    ...own,
    ...model.methods[method],
    ...set,
  });
  if (!result.success)
    throw new InversionError('invalid-input', `These settings cannot be used: ${z.prettifyError(result.error)}`);
  if (trains === 'nothing') return { ...result.data, steps: 0 };
  if (result.data.steps < minSteps(method))
    throw new InversionError('invalid-input', `The method "${method}" learns in steps: give at least 1.`);
  return result.data;
}

async function modelDefaults(path: string): Promise<z.infer<typeof modelDefaultsSchema>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { formatVersion: 1, note: '', all: {}, methods: {} };
    throw new InversionError('io', `Cannot read ${path}.`, { cause });
  }
  try {
    return modelDefaultsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new InversionError('invalid-input', `${path} is no settings file: ${(cause as Error).message}`, { cause });
  }
}
