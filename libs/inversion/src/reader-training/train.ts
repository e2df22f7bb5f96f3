import { ATTRIBUTES, type Device } from '@facet/base';
import type { DiffusionModel } from '@facet/diffusion';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { InversionError } from '../errors.ts';
import { requireImageEncoder } from '../reader/read-picture.ts';
import { writeReader } from '../reader/file.ts';
import { norm } from '../vector.ts';
import { modelWords } from '../words/load.ts';
import { restoreReaderState, saveReaderState } from './checkpoint.ts';
import { fitter } from './fit.ts';
import { READER_DEFAULTS, type ReaderPhase, type ReaderTrainingOptions } from './options.ts';
import { beholder, picturesIn, type SeenPicture } from './pictures.ts';
import { promptOfVectors, vocabularyOf } from './prompt.ts';
import { sampler, type Sample } from './samples.ts';
import { shardedRows } from './shards.ts';
import { newReader, type ReaderState } from './state.ts';
import { waker } from './wake.ts';

/** Steps between checkpoints. */
const CHECKPOINT_EVERY = 50;

const SAMPLES_PER_PASS: Readonly<Record<Device, number>> = { cpu: 8, cuda: 32, webgpu: 32 };

export interface ReaderTraining {
  readonly model: DiffusionModel;
  /** A folder of pictures of what the model draws. */
  readonly pictures: string;
  /** Where samples, what was seen of the pictures, and the checkpoint are kept; it must be there. */
  readonly folder: string;
  /** Where the reader goes. */
  readonly out: string;
  readonly options?: Partial<ReaderTrainingOptions>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (
    phase: ReaderPhase,
    done: number,
    of: number,
    losses?: Readonly<Record<string, number>>,
  ) => void;
}

/**
 * Trains the reader of a model: a network from what the image encoder sees of a picture to the four tokens. First from pictures that
 * the model draws for vectors that are known, then from real ones. What was done is kept, so that the same call goes on after a
 * stop, and gives the same on a CPU, bit for bit.
 *
 * @throws InversionError `no-image-encoder`, `invalid-input`, `checkpoint-mismatch` (the folder is of another training), `diverged`,
 * `cancelled` within one sample, picture or step of the signal; `io`, `disk-full`; the model's own errors
 */
export async function trainReader(training: ReaderTraining): Promise<void> {
  const { model, folder, out, signal, onProgress = () => undefined } = training;
  requireImageEncoder(model);
  const options = { ...READER_DEFAULTS, ...training.options };
  const words = await modelWords(model.directory);
  const vocabulary = vocabularyOf(model, words);
  const samples = await drawnSamples(training, options, words);
  const pictures = options.wakeSteps === 0 ? [] : await seenPictures(training, options);

  const state = newReader(samples, vocabulary, options.seed);
  const origin = originOf(model, options, pictures);
  const checkpoint = join(folder, 'reader.safetensors');
  await restoreReaderState(checkpoint, origin, state);
  const lengths = ATTRIBUTES.flatMap((attribute) => vocabulary[attribute].map(norm));
  const wordLength = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const common = { seed: options.seed, wordLength };
  const save = (): Promise<void> => saveReaderState(checkpoint, origin, state);

  if (state.phase === 'fit') {
    const fit = await fitter(state, samples, { ...common, steps: options.fitSteps });
    await run(state, options.fitSteps, fit, save, signal, (done, regression) =>
      onProgress('fit', done, options.fitSteps, { regression }),
    );
    Object.assign(state, restarted(state));
  }
  if (options.wakeSteps > 0) {
    const { wakeSteps: steps, batchSize } = options;
    const settings = { ...common, steps, batchSize, samplesPerPass: SAMPLES_PER_PASS[model.device] };
    const wake = await waker(model, promptOfVectors(model, words), state, { samples, pictures }, settings);
    await run(state, steps, wake, save, signal, (done, losses) => onProgress('wake', done, steps, { ...losses }));
  }
  await writeReader(out, model, state.size, state.weights);
}

const drawnSamples = (
  { model, folder, signal, onProgress }: ReaderTraining,
  { samples: count, seed }: ReaderTrainingOptions,
  words: Awaited<ReturnType<typeof modelWords>>,
): Promise<Sample[]> => {
  const draw = sampler(model, words, seed, signal);
  return shardedRows({
    folder,
    name: 'samples',
    origin: `samples of ${model.fingerprint} with seed ${seed}`,
    count,
    make: (index) => unless(signal, () => draw(index)),
    onRow: (done) => onProgress?.('samples', done, count),
  }) as Promise<Sample[]>;
};

async function seenPictures(
  { model, pictures, folder, signal, onProgress }: ReaderTraining,
  { seed }: ReaderTrainingOptions,
): Promise<SeenPicture[]> {
  const paths = await picturesIn(pictures);
  const behold = beholder(model, paths, seed);
  const names = createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 12);
  return shardedRows({
    folder,
    name: 'pictures',
    origin: `${paths.length} pictures ${names} seen by ${model.fingerprint} with seed ${seed}`,
    count: paths.length,
    make: (index) => unless(signal, () => behold(index)),
    onRow: (done) => onProgress?.('pictures', done, paths.length),
  }) as Promise<SeenPicture[]>;
}

const originOf = (model: DiffusionModel, options: ReaderTrainingOptions, pictures: readonly SeenPicture[]): string =>
  `${model.fingerprint} ${JSON.stringify(options)} on ${pictures.length} pictures`;

interface Stepper<Losses> {
  readonly step: () => Promise<Losses>;
  readonly close: () => Promise<void>;
}

/** Takes the steps that are left of a phase, and keeps the state every so many, at the end, and when the signal comes. */
async function run<Losses extends number | object>(
  state: ReaderState,
  steps: number,
  { step, close }: Stepper<Losses>,
  save: () => Promise<void>,
  signal: AbortSignal | undefined,
  onStep: (done: number, losses: Losses) => void,
): Promise<void> {
  try {
    while (state.step < steps) {
      if (signal?.aborted) await save();
      const losses = await unless(signal, step);
      requireFinite(losses, state.step);
      if (state.step % CHECKPOINT_EVERY === 0 || state.step === steps) await save();
      onStep(state.step, losses);
    }
  } finally {
    await close();
  }
}

/** The next phase begins at its first step, with no memory of how the last one moved. */
function restarted({ adam }: ReaderState): Pick<ReaderState, 'phase' | 'step'> {
  for (const { m, v } of Object.values(adam)) {
    m.fill(0);
    v.fill(0);
  }
  return { phase: 'wake', step: 0 };
}

function requireFinite(losses: number | object, step: number): void {
  if (Object.values(typeof losses === 'number' ? { losses } : losses).every(Number.isFinite)) return;
  throw new InversionError(
    'diverged',
    `At step ${step} of the reader a loss is no number. Delete the checkpoint in its folder and start again with other pictures.`,
  );
}

function unless<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal?.aborted) return work();
  throw new InversionError('cancelled', 'The training of the reader was stopped; the same command goes on from there.');
}
