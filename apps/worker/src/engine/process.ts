/**
 * The process that holds one model. ONNX Runtime for Node blocks the thread that calls it, for seconds with a large model, so
 * the worker's own process, which must send heartbeats all the time, does not call it. The argument is the model, a name of
 * the list or a path; jobs come over IPC. Ends when the channel closes, however the worker ended.
 */
import { once } from 'node:events';
import { basename } from 'node:path';
import { findModel, loadModel, predictionOf, type DiffusionModel } from '@facet/diffusion';
import { defaultMethod, hasReader, METHODS, minSteps, modelWords } from '@facet/inversion';
import { Device } from './device.ts';
import { draw } from './draw.ts';
import { finish } from './finish.ts';
import type { EngineFailure, EngineJob, FromEngine, JobKind, ProgressOf, ResultOf, ToEngine } from './jobs.ts';
import { modelCard } from './model-card.ts';
import { attributionOf, defaultSteps, samplesOf, samplingOf } from './model-facts.ts';
import { train } from './train.ts';
import { Training } from './training.ts';

/** What is still running when the channel closes ends within a step; after this time it is ended. */
const GRACE_MS = 3000;

const running = new Map<number, AbortController>();

const tell = (message: FromEngine): void => {
  if (process.connected) process.send!(message);
};

// When to end is the worker's to say: it gets the same signals, and lets its activities end first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', () => {
  for (const controller of running.values()) controller.abort();
  if (running.size === 0) process.exit();
  setTimeout(() => process.exit(), GRACE_MS);
});

function failureOf(error: unknown): EngineFailure {
  if (!(error instanceof Error)) return { name: 'Error', code: undefined, message: String(error), stack: undefined };
  const { name, message, stack } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name, code, message, stack };
}

interface Engine {
  readonly model: DiffusionModel;
  readonly device: Device;
  readonly training: Training;
}

function run(
  engine: Engine,
  job: EngineJob,
  signal: AbortSignal,
  onProgress: (progress: ProgressOf<JobKind>) => void,
): Promise<ResultOf<JobKind>> {
  const { model, device } = engine;
  switch (job.kind) {
    case 'train':
      return untilAborted(train(engine, job, signal, onProgress), signal);
    case 'finish':
      return device.take('finish', () => finish(model, job, signal), signal);
    case 'draw':
      return device.take('draw', () => draw(model, job, signal, onProgress), signal);
  }
}

/** Whoever cancels does not wait for what else the device does; the batch drops the run before its next step. */
const untilAborted = <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  Promise.race([work, once(signal, 'abort').then(() => Promise.reject(signal.reason as Error))]);

async function serve(engine: Engine, id: number, job: EngineJob): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const result = await run(engine, job, controller.signal, (progress) => tell({ type: 'progress', id, progress }));
    tell({ type: 'done', id, result });
  } catch (error) {
    tell({ type: 'failed', id, failure: failureOf(error) });
  } finally {
    running.delete(id);
  }
}

try {
  const { path, source, registered } = findModel(process.argv[2]!);
  const model = await loadModel(path, { source });
  const { directory } = model;
  const device = new Device();
  const engine = { model, device, training: new Training(model, device) };
  process.on('message', (message: ToEngine) => {
    if (message.type === 'abort') running.get(message.id)?.abort();
    else void serve(engine, message.id, message.job);
  });
  tell({
    type: 'ready',
    model: {
      fingerprint: model.fingerprint,
      formerFingerprints: model.formerFingerprints,
      name: registered?.name ?? basename(directory),
      family: model.family,
      prediction: predictionOf(model),
      sampling: samplingOf(model),
      device: model.device,
      embeddingWidth: model.embeddingWidth,
      layers: model.layers.length,
      size: model.defaultLatentSize * model.vaeScale,
      sizeMultiple: model.latentMultiple * model.vaeScale,
      hasImageEncoder: model.hasImageEncoder,
      hasReader: hasReader(model),
      defaultMethod: defaultMethod(model),
      steps: await defaultSteps(directory),
      minSteps: Object.fromEntries(Object.keys(METHODS).map((method) => [method, minSteps(method)])),
      attribution: await attributionOf(model),
      colors: (await modelWords(directory)).colors,
      samples: await samplesOf(directory),
      card: await modelCard(directory),
    },
  });
} catch (error) {
  tell({ type: 'failed', id: undefined, failure: failureOf(error) });
}
