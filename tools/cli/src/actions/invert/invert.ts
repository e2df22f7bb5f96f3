import type { StepLosses } from '@facet/base';
import { defaultMethod, drawOwnTokens, runInversions, saveTokenFile } from '@facet/inversion';
import type { Assessment, InversionOutcome, InversionRequest, InversionSettings, TokenSet } from '@facet/inversion';
import { encodePng, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { rm } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import type { ModelFlags } from '../../model.ts';
import { ensureDirectory, writeOutput } from '../../paths.ts';
import { loadReference } from '../../reference.ts';
import type { Reference } from '../../reference.ts';
import { RunFolder } from '../../run-folder.ts';
import type { RunRecord } from '../../run-folder.ts';
import { assess } from './assess.ts';
import { drawLossCurve, drawPreviewStrip } from './invert-drawings.ts';
import { JointProgress } from './joint-progress.ts';
import type { RunProgress } from './joint-progress.ts';
import { keepLeakReport } from '../tokens/leak-report.ts';

export interface InvertJob {
  /** The picture's file. */
  readonly image: string;
  /** Folder of the run; see `RunFolder`. */
  readonly folder: string;
  readonly method?: string;
  readonly objectWord?: string;
  readonly settings: Partial<InversionSettings>;
  /** Steps between previews, 0 for none; default a fifth of the steps, when the number of steps is known. */
  readonly previewEvery?: number;
  /** Ask the model first what it sees, and whether it may be able to draw it; default true. */
  readonly assess?: boolean;
  /** Measure what the tokens leak when they are learned; default true. */
  readonly leakReport?: boolean;
  /** What the model was asked for by, kept for a later start. */
  readonly asked?: ModelFlags;
  /** Go on from the folder's checkpoint, with the settings of the first start where none are given now. */
  readonly resume: boolean;
  /** What the user types to go on after Ctrl-C. */
  readonly resumeCommand: string;
}

export interface Inverted {
  readonly folder: RunFolder;
  readonly tokens: TokenSet;
  readonly losses: StepLosses | undefined;
  /** That the run might have taken. */
  readonly stepsAllowed?: number;
  /** Undefined where it was not asked for. */
  readonly assessment: Assessment | undefined;
}

/** A job with everything looked up, ready to run. */
interface Prepared extends RunProgress {
  readonly job: InvertJob;
  readonly folder: RunFolder;
  readonly reference: Reference;
  readonly record: RunRecord;
}

/**
 * Inverts pictures together (they share the model's passes) and leaves tokens, loss curve, previews and reference in each
 * job's folder. All of that is there before leaks are measured; the report then joins the tokens in their file.
 * @throws CliError `usage` when a folder already holds a run and it is not to be resumed, `interrupted` after Ctrl-C; the
 *   libraries' errors otherwise. The checkpoint stays in every such case.
 */
export async function invertPictures(
  context: CommandContext,
  model: DiffusionModel,
  jobs: readonly InvertJob[],
): Promise<Inverted[]> {
  const prepared = [];
  for (const job of jobs) prepared.push(await prepare(context, model, job));
  context.reporter.note('Preparing the run: latents, words and the gradient graph');
  const [first] = prepared;
  const label = `Inverting ${prepared.length === 1 ? first?.record.imageName : `${prepared.length} pictures`}`;
  const display = new JointProgress(context, label, prepared);
  let outcomes: InversionOutcome[];
  try {
    outcomes = await runInversions(
      model,
      prepared.map((each) => requestOf(context, model, each, () => display.update(each))),
    );
  } finally {
    display.finish();
  }
  const ended = outcomes.map((outcome) => {
    if (outcome.status === 'failed') throw outcome.error;
    return outcome;
  });
  for (const each of prepared) each.folder.writeLosses(each.history);
  const inverted: Inverted[] = [];
  for (const [i, outcome] of ended.entries()) inverted.push(await finish(prepared[i]!, outcome));
  for (const [i, { record, reference }] of prepared.entries()) {
    if (record.leakReport === false) continue;
    const { folder, tokens } = inverted[i]!;
    const measured = await keepLeakReport(context, model, folder.tokens, tokens, reference.image);
    inverted[i] = { ...inverted[i]!, tokens: measured };
  }
  return inverted;
}

async function prepare(context: CommandContext, model: DiffusionModel, job: InvertJob): Promise<Prepared> {
  const folder = new RunFolder(job.folder);
  refuseToOverwrite(folder, job);
  const reference = await loadReference(job.image, model);
  for (const warning of reference.warnings) context.reporter.warn(warning);
  const earlier = job.resume ? await folder.readRecord() : undefined;
  if (earlier !== undefined && earlier.imageHash !== reference.hash)
    throw new CliError(
      'usage',
      `${folder.path} holds a run of another picture, ${earlier.imageName}, and ${job.image} is not that one. Give that picture, or choose another folder with --out.`,
    );
  const objectWord = job.objectWord ?? earlier?.objectWord;
  const looks = (job.assess ?? true) && (earlier?.assess ?? true);
  const assessment =
    earlier?.assessment ?? (looks ? await assess(context, model, reference.image, objectWord) : undefined);
  const record: RunRecord = {
    formatVersion: 1,
    imageHash: reference.hash,
    imageName: basename(job.image, extname(job.image)),
    method: job.method ?? earlier?.method ?? defaultMethod(model),
    ...(objectWord === undefined ? {} : { objectWord }),
    ...(assessment === undefined ? {} : { assessment }),
    settings: { ...earlier?.settings, ...job.settings },
    previewEvery: job.previewEvery ?? earlier?.previewEvery ?? defaultPreviewEvery,
    ...(looks ? {} : { assess: false }),
    ...((job.leakReport ?? true) && (earlier?.leakReport ?? true) ? {} : { leakReport: false }),
    ...job.asked,
  };
  await ensureDirectory(folder.path);
  await folder.writeRecord(record);
  await writeOutput(folder.reference, reference.png);
  const history = job.resume && folder.hasCheckpoint ? await folder.readLosses() : [];
  return { job, folder, reference, record, history, progress: { done: 0, of: 0 } };
}

const defaultPreviewEvery = 50;
/** As often as checkpoints by default: after a crash the curve is as long as the run. */
const lossesEvery = 20;

function refuseToOverwrite(folder: RunFolder, job: InvertJob): void {
  if (folder.isFinished) {
    const message = `${folder.path} already holds the tokens of a finished run. Choose another folder with --out, or remove that one.`;
    throw new CliError('usage', message);
  }
  if (folder.hasCheckpoint && !job.resume) {
    const message = `${folder.path} holds an unfinished run. Go on with it by --resume, choose another folder with --out, or remove that one.`;
    throw new CliError('usage', message);
  }
}

function requestOf(
  context: CommandContext,
  model: DiffusionModel,
  prepared: Prepared,
  onChange: () => void,
): InversionRequest {
  const { folder, job, record, reference, history } = prepared;
  return {
    image: reference.image,
    imageHash: reference.hash,
    method: record.method,
    settings: record.settings,
    ...(record.objectWord === undefined ? {} : { objectWord: record.objectWord }),
    checkpoint: { path: folder.checkpoint, resume: job.resume },
    signal: context.signal,
    ...(record.previewEvery === 0
      ? {}
      : { preview: { every: record.previewEvery, make: previewMaker(context, model, folder) } }),
    onProgress: (event) => {
      // What an earlier start wrote down beyond its last checkpoint is done again.
      history.length = event.step - 1;
      history.push(event.losses);
      if (event.step % lossesEvery === 0) folder.writeLosses(history);
      prepared.progress = { done: event.step, of: event.of };
      onChange();
    },
  };
}

/** Draws the picture again with the tokens so far, and puts it into the run's folder. */
const previewMaker =
  ({ reporter }: CommandContext, model: DiffusionModel, folder: RunFolder) =>
  async (tokens: TokenSet): Promise<Tensor> => {
    const picture = await drawOwnTokens(model, tokens);
    const [png] = await encodePng(picture);
    const path = await folder.writePreview(tokens.steps, png!);
    if (tokens.steps === 0) reporter.note(`The tokens are read; what they draw before any step: ${path}`);
    return picture;
  };

async function finish(prepared: Prepared, outcome: Exclude<InversionOutcome, { status: 'failed' }>): Promise<Inverted> {
  const { folder, job, record } = prepared;
  switch (outcome.status) {
    case 'cancelled': {
      const kept = outcome.checkpoint ? ` The checkpoint is kept; go on with:\n  ${job.resumeCommand}` : '';
      throw new CliError('interrupted', `Stopped after step ${outcome.step} of ${record.imageName}.${kept}`);
    }
    case 'finished':
      await saveTokenFile(folder.tokens, outcome.tokens);
      await drawLossCurve(folder, record, prepared.history);
      await drawPreviewStrip(folder, record);
      // The tokens hold all that a later start could want; the optimiser's moments are of no more use.
      await rm(folder.checkpoint, { force: true });
      return {
        folder,
        tokens: outcome.tokens,
        losses: outcome.losses,
        stepsAllowed: prepared.progress.of,
        assessment: record.assessment,
      };
  }
}
