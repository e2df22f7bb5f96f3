import type { StepLosses } from '@facet/base';
import type { AlphaSchedule, DiffusionModel } from '@facet/diffusion';
import { stageOf } from '../attribution/stages.ts';
import { InversionError } from '../errors.ts';
import { disentangle } from '../losses/disentangle.ts';
import { representationOf, throughNormalisation, type Representation } from '../losses/representation.ts';
import { adamwUpdate, ADAMW_DEFAULTS } from '../optim/adamw.ts';
import { pullNorm } from '../optim/norm-control.ts';
import type { PlannedPrompt } from '../plan/plan.ts';
import { drawSamples, type Sample } from './samples.ts';
import { addScaled, partsOf } from '../vector.ts';
import { PromptBatch, type VectorLookup } from './prompt-batch.ts';
import type { PassSizes } from './pass-sizes.ts';
import type { RunState, TrainedPairTerm } from './state.ts';
import { runUNet, type UNetSample } from './unet-pass.ts';

/** The gradient of a run's loss with respect to its tokens, and the loss itself; filled while a step runs. */
interface RunStep {
  readonly run: RunState;
  readonly samples: readonly Sample[];
  readonly gradients: ReadonlyMap<string, Float32Array>;
  readonly lookup: VectorLookup;
  readonly gradientLookup: VectorLookup;
  readonly losses: { -readonly [Term in keyof StepLosses]: StepLosses[Term] };
}

/**
 * One optimiser step of several runs of one model, in place. All distinct prompts go through the text encoder together,
 * all samples through the U-Net in passes as large as `passes` says; a run that trains weights has passes of its own. Each run
 * draws from its own (seed, step) and is averaged over its own samples only, so its result does not depend on its neighbours.
 *
 * A run whose loss is no number is returned in `diverged` and left as it was.
 */
export async function trainStep(
  model: DiffusionModel,
  runs: readonly RunState[],
  schedule: AlphaSchedule,
  passes: PassSizes,
): Promise<{ diverged: ReadonlyMap<RunState, InversionError> }> {
  const prompts = new PromptBatch(model);
  const steps = runs.map((run) => newRunStep(run, schedule));
  const rowOwner: RunStep[] = [];
  const add = (step: RunStep, prompt: PlannedPrompt): number => {
    const row = prompts.add(prompt, step.lookup);
    rowOwner[row] = step;
    return row;
  };
  const shared = steps.filter(({ run }) => run.weights === undefined);
  const alone = steps.filter(({ run }) => run.weights !== undefined).map((step) => [step]);
  const groups = [shared, ...alone].map((group) => ({
    group,
    samples: group.flatMap((step) => step.samples.map((sample) => ({ step, sample: unetSample(step, sample, add) }))),
  }));
  const terms = steps.flatMap((step) => step.run.pairTerms.map((term) => pairRows(step, term, add)));

  await prompts.encode();
  for (const { group, samples } of groups) {
    if (samples.length === 0) continue;
    const layers = [...new Set(group.flatMap(({ run }) => run.layers))].sort((a, b) => a - b);
    const inputs = samples.map(({ sample }) => sample);
    const samplesPerPass = await passes.samplesPerPass(inputs.length, inputs[0]!.shape, layers, prompts.count);
    const losses = await runUNet(model, inputs, prompts, layers, samplesPerPass, group[0]!.run.weights);
    samples.forEach(({ step, sample }, i) => addLoss(step.losses, sample.term, sample.share * losses[i]!));
  }
  for (const term of terms) addPairTerm(model, term, prompts);
  await prompts.backward((row) => rowOwner[row]!.gradientLookup);

  const diverged = new Map<RunState, InversionError>();
  for (const step of steps) {
    const error = finish(step, model.embeddingWidths);
    if (error !== undefined) diverged.set(step.run, error);
  }
  return { diverged };
}

function newRunStep(run: RunState, schedule: AlphaSchedule): RunStep {
  const gradients = new Map(
    run.tokens.map(({ spec, parameters }) => [spec.name as string, new Float32Array(parameters.length)]),
  );
  const vectors = new Map(run.tokens.map(({ spec, bound }) => [spec.name as string, bound.vectors]));
  return {
    run,
    samples: drawSamples(run, schedule),
    gradients,
    lookup: (placeholder, vector) => vectors.get(placeholder)![vector]!,
    gradientLookup: (placeholder, vector) => {
      const width = vectors.get(placeholder)![vector]!.length;
      return gradients.get(placeholder)!.subarray(vector * width, (vector + 1) * width);
    },
    losses: { reconstruction: 0, total: 0 },
  };
}

type AddPrompt = (step: RunStep, prompt: PlannedPrompt) => number;

function unetSample(step: RunStep, sample: Sample, add: AddPrompt): UNetSample {
  const { plan } = sample;
  const stage = stageOf(plan.stageBounds, sample.timestep);
  return {
    ...sample,
    weight: sample.share * (sample.term === 'prior' ? step.run.settings.priorWeight : 1),
    rows: plan.index[stage]!.map((prompt) => add(step, plan.prompts[prompt]!)),
    pooledRow: plan.pooled && add(step, plan.prompts[plan.pooled[stage]!]!),
  };
}

function addLoss(losses: RunStep['losses'], term: Sample['term'], value: number): void {
  losses[term] = (losses[term] ?? 0) + value;
}

/** The two representations of a pair term, and where their gradients go. */
interface PairSides {
  readonly anchor: Representation;
  readonly other: Representation;
  readonly backward: (side: 'anchor' | 'other', gradient: Float64Array) => void;
}

interface PairRows {
  readonly step: RunStep;
  readonly term: TrainedPairTerm;
  readonly anchorRow: number;
  readonly otherRow: number;
}

/** The bare prompts of a pair term's two tokens. */
function pairRows(step: RunStep, term: TrainedPairTerm, add: AddPrompt): PairRows {
  const { barePrompts } = step.run;
  return {
    step,
    term,
    anchorRow: add(step, barePrompts.get(term.anchor)!),
    otherRow: add(step, barePrompts.get(term.other)!),
  };
}

/** In a bare prompt the token stands right after the start token. */
const BARE_POSITION = 1;

function addPairTerm(model: DiffusionModel, rows: PairRows, prompts: PromptBatch): void {
  const { step, term } = rows;
  const sides =
    step.run.settings.distanceSpace === 'embedding' ? embeddedSides(rows) : encodedSides(model, rows, prompts);
  const loss = disentangle(sides.anchor.unit, sides.other.unit, term.truthUnit);
  step.losses[term.name] = loss.value;
  for (const [side, gradient] of [
    ['anchor', loss.gradAnchor],
    ['other', loss.gradOther],
  ] as const)
    sides.backward(
      side,
      throughNormalisation(sides[side], gradient).map((value) => term.weight * value),
    );
}

/** The text encoder's outputs at the tokens' places in their bare prompts. */
function encodedSides(model: DiffusionModel, { anchorRow, otherRow }: PairRows, prompts: PromptBatch): PairSides {
  const start = BARE_POSITION * model.hiddenWidth;
  const at = (row: number): Representation =>
    representationOf(prompts.hidden(row).subarray(start, start + model.hiddenWidth));
  return {
    anchor: at(anchorRow),
    other: at(otherRow),
    backward: (side, gradient) => prompts.addGradient(side === 'anchor' ? anchorRow : otherRow, gradient, start),
  };
}

/** The tokens' vectors themselves. */
function embeddedSides({ step, term }: PairRows): PairSides {
  return {
    anchor: representationOf(step.lookup(term.anchor, 0)),
    other: representationOf(step.lookup(term.other, 0)),
    backward: (side, gradient) => addScaled(step.gradientLookup(term[side], 0), gradient, 1),
  };
}

/** Sums up the loss and updates the tokens, unless the step made no sense. */
function finish({ run, gradients, losses }: RunStep, widths: readonly number[]): InversionError | undefined {
  losses.total =
    losses.reconstruction +
    run.settings.priorWeight * (losses.prior ?? 0) +
    run.pairTerms.reduce((sum, term) => sum + term.weight * (losses[term.name] ?? 0), 0);
  const gradientSum = [...gradients.values()].reduce((sum, g) => g.reduce((a, b) => a + b, sum), 0);
  const weights = run.weights?.all ?? [];
  const isFinite = weights.every(({ gradient }) => gradient.every(Number.isFinite));
  if (!Number.isFinite(losses.total) || !Number.isFinite(gradientSum) || !isFinite)
    return new InversionError(
      'diverged',
      `At step ${run.step + 1} the loss is ${losses.total}. Lower the learning rate (now ${learningRates(run)}) and start again.`,
    );
  run.step += 1;
  run.losses = losses;
  for (const token of run.tokens) {
    const { spec, parameters, adam, bound, targetNorms } = token;
    adamwUpdate(parameters, gradients.get(spec.name)!, adam, run.step, {
      ...ADAMW_DEFAULTS,
      learningRate: run.settings.learningRate * scheduled(run),
      weightDecay: run.settings.weightDecay,
    });
    for (const vector of bound.vectors)
      for (const [part, values] of partsOf(vector, widths).entries())
        pullNorm(values, targetNorms[part]!, run.settings.normPull);
  }
  const { weightLearningRate, weightDecay } = run.settings;
  const options = { ...ADAMW_DEFAULTS, learningRate: weightLearningRate * scheduled(run), weightDecay };
  for (const { values, gradient, adam } of weights) adamwUpdate(values, gradient, adam, run.step, options);
  return undefined;
}

const learningRates = ({ settings, weights }: RunState): string =>
  weights === undefined
    ? String(settings.learningRate)
    : `${settings.learningRate} for the token, ${settings.weightLearningRate} for weights`;

/** The share of the learning rate that a cosine schedule ends with. */
const COSINE_FLOOR = 0.1;

/** The share of the learning rates that holds at the step just begun. */
function scheduled({ settings, step }: RunState): number {
  if (settings.learningRateSchedule === 'constant') return 1;
  const progress = Math.min(1, (step - 1) / settings.steps);
  return COSINE_FLOOR + ((1 - COSINE_FLOOR) * (1 + Math.cos(Math.PI * progress))) / 2;
}
