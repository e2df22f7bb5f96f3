import { ATTRIBUTES, type Attribute } from '@facet/base';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DiffusionModel } from '@facet/diffusion';
import {
  modelAttributionMap,
  SOURCE_TEXT_MAP,
  type AttributionMap,
  checkStageBounds,
  type StageBounds,
  InversionError,
  modelWords,
  openObserver,
  type ObserverName,
} from '@facet/inversion';
import { CALIBRATION_SAMPLING } from '../sampling.ts';
import { blockCells, measureBlocks, measureLayers, type BothWays, type MeasuredBlocks } from './blocks.ts';
import type { Calibration, MapFigures } from './calibration.ts';
import { chooseBounds } from './choose-bounds.ts';
import { chooseCells, DEFAULT_AIM, type Candidate, type Choice, type Measure } from './choose-cells.ts';
import { confirmMaps } from './confirm.ts';
import { measure, promptNumbers } from './measure.ts';
import { PictureLog } from './picture-log.ts';
import { allBut, type CellSet } from './swap.ts';
import { measureTiming, TIMING_EDGES, type Timing } from './timing.ts';
import { measuredMap } from './to-map.ts';

export const CALIBRATION_DEFAULTS = { count: 16, seed: 0, stages: 4 } as const;

/** The parts of a calibration, in their order. */
export const PHASES = ['stages', 'blocks', 'choice', 'confirmation', 'layers'] as const;
export type Phase = (typeof PHASES)[number];

export interface CalibrationOptions {
  /** Where the journal of pictures is kept; a calibration with the same journal goes on where it was. */
  readonly journal: string;
  /** Prompts per cell, default 16; single layers take half, and sets of cells near the aim of the choice up to sixteen times as many. */
  readonly count?: number;
  readonly seed?: number;
  /** Stages to make, default 4; without effect where `stageBounds` are given. */
  readonly stages?: number;
  readonly stageBounds?: StageBounds;
  readonly judge?: ObserverName;
  readonly signal?: AbortSignal;
  /** `done` of `of` pictures of a phase are known (of sets of cells in `choice`, where `of` is the most there can be). */
  readonly onProgress?: (phase: Phase, done: number, of: number) => void;
}

/** An attribute that follows its own word less often than this has no cells that could be told apart. */
const FULL_MIN = 0.25;

/** Prompts from here on confirm; the same ones whatever the count, so that a calibration with more prompts keeps its pictures. */
const CONFIRMATION_FROM = 100_000;

/**
 * Measures where a model decides each attribute, by word swaps, and makes an attribution map of it.
 *
 * 1. Stages: the switching over time, by words that change at a timestep; bounds at equal shares of it.
 * 2. Blocks (stage x layer group), whole groups and whole stages: the word swapped only there, and everywhere but there.
 * 3. Cells: for each attribute the smallest set of blocks that is enough; see `chooseCells`.
 * 4. Confirmation on other prompts: the map, the source text's, and the model's own.
 * 5. Single layers, both ways: they are for the eye and change no map.
 *
 * @throws InversionError `no-judge`, `checkpoint-mismatch`, `invalid-map` (given bounds); SamplingError `cancelled`
 */
export async function calibrate(model: DiffusionModel, options: CalibrationOptions): Promise<Calibration> {
  const { count = CALIBRATION_DEFAULTS.count, seed = CALIBRATION_DEFAULTS.seed, onProgress } = options;
  if (options.stageBounds !== undefined) checkStageBounds(options.stageBounds);
  const observer = await openObserver(model, options.judge);
  try {
    const words = await modelWords(model.directory);
    const log = await PictureLog.open(model, observer, words, { path: options.journal, seed, signal: options.signal });
    const tell = (phase: Phase) => (done: number, of: number) => onProgress?.(phase, done, of);
    const numbers = promptNumbers(count);
    const layerNumbers = promptNumbers(Math.ceil(count / 2));

    const listed = ATTRIBUTES.filter((attribute) => observer.words[attribute] !== undefined);
    const timing = await measureTiming(log, listed, numbers, tell('stages'));
    const { measured, notMeasured } = sortOut(timing, observer.name);
    if (measured.length === 0)
      throw new InversionError(
        'no-judge',
        `The pictures of ${model.directory} follow none of its words, as its ${observer.name} see them. Check that words.json lists words that this model knows.`,
      );
    const switching = measured.map((attribute) => meansOf(timing[attribute]!));
    const switchingBounds = chooseBounds(TIMING_EDGES, switching, options.stages ?? CALIBRATION_DEFAULTS.stages);
    const stageBounds = options.stageBounds ?? switchingBounds;

    const blocks = await measureBlocks(log, measured, stageBounds, model.layers, numbers, tell('blocks'));
    const choice = await chooseAll(log, model, timing, stageBounds, blocks, count, tell('choice'));

    const chosen = Object.fromEntries(Object.entries(choice).map(([name, { blocks: set }]) => [name, set]));
    const about = { note: noteOf(count, seed, observer.name, notMeasured), fingerprint: model.fingerprint };
    const candidates: Omit<MapFigures, 'attributes'>[] = [
      { name: 'measured', map: measuredMap(stageBounds, chosen, SOURCE_TEXT_MAP, about) },
      { name: 'source text', map: SOURCE_TEXT_MAP },
    ];
    if (existsSync(join(model.directory, 'attribution.json')))
      candidates.push({ name: "the model's own", map: await modelAttributionMap(model.directory) });
    const confirmation = promptNumbers(count, CONFIRMATION_FROM);
    const maps = candidates.map(({ map }) => map);
    const confirmed = await confirmMaps(log, measured, maps, model.layers, confirmation, tell('confirmation'));

    const layers = await measureLayers(log, measured, model.layers, layerNumbers, tell('layers'));

    return {
      formatVersion: 1,
      model: {
        name: basename(model.directory),
        fingerprint: model.fingerprint,
        layers: model.layers.map(({ index, name, group }) => ({ index, name, group })),
      },
      judge: observer.name,
      seed,
      prompts: { cells: count, layers: layerNumbers.length, confirmation: count },
      sampling: {
        steps: CALIBRATION_SAMPLING.steps,
        guidance: CALIBRATION_SAMPLING.guidance,
        scheduler: CALIBRATION_SAMPLING.scheduler,
      },
      words: observer.words,
      notMeasured,
      timing: { edges: TIMING_EDGES, attributes: timing },
      stageBounds,
      boundsOrigin: options.stageBounds === undefined ? 'chosen' : 'given',
      switchingBounds,
      blocks,
      layers,
      aim: DEFAULT_AIM,
      choice,
      limits: confirmed.limits,
      maps: candidates.map(({ name, map }, i) => ({ name, map, attributes: confirmed.maps[i]! })),
    };
  } finally {
    await observer.close();
  }
}

const meansOf = ({ until, from, full }: Timing) => ({
  until: until.map(({ mean }) => mean),
  from: from.map(({ mean }) => mean),
  full: full.mean,
});

/** Which attributes can be measured, and why the others cannot. */
function sortOut(timing: Partial<Record<Attribute, Timing>>, judge: ObserverName) {
  const notMeasured: Partial<Record<Attribute, string>> = {};
  for (const attribute of ATTRIBUTES) {
    const full = timing[attribute]?.full.mean;
    if (full === undefined)
      notMeasured[attribute] = `there is no list of words for it (${judge === 'clip' ? 'words.json' : 'factors.json'})`;
    else if (full < FULL_MIN)
      notMeasured[attribute] =
        `pictures follow its word in ${full.toFixed(2)} of the swaps even where it stands everywhere`;
  }
  const measured = ATTRIBUTES.filter((attribute) => notMeasured[attribute] === undefined);
  return { measured, notMeasured };
}

/** How much of an attribute some cells decide: the mean of both ways, relative to a swap everywhere, 0 to 1. */
const weightOf = ({ only, allBut: rest }: BothWays, full: number): number =>
  (only.followed.mean + Math.max(0, full - rest.followed.mean)) / 2 / full;

/** Blocks work together, so a block's evidence is that of its stage and of its group, and its own. */
function evidenceOf({ blocks, groups, stages }: MeasuredBlocks, i: number, full: number): number {
  const block = blocks[i]!;
  const group = groups.find((each) => each.group === block.group)!;
  return weightOf(stages[block.stage]!, full) * weightOf(group, full) + weightOf(block, full);
}

async function chooseAll(
  log: PictureLog,
  model: DiffusionModel,
  timing: Partial<Record<Attribute, Timing>>,
  bounds: StageBounds,
  blocks: Partial<Record<Attribute, MeasuredBlocks>>,
  count: number,
  onProgress: (done: number, of: number) => void,
): Promise<Partial<Record<Attribute, Choice>>> {
  const attributes = Object.keys(blocks) as Attribute[];
  const choices: Partial<Record<Attribute, Choice>> = {};
  // A set is tried for each group and each block that may be left out.
  const setsOf = (attribute: Attribute): number => blocks[attribute]!.blocks.length + blocks[attribute]!.groups.length;
  const most = attributes.reduce((sum, attribute) => sum + setsOf(attribute), 0);
  let done = 0;
  const evidence = (attribute: Attribute, i: number): number =>
    evidenceOf(blocks[attribute]!, i, timing[attribute]!.full.mean);
  for (const attribute of attributes) {
    const candidates = blocks[attribute]!.blocks.map(({ stage, group }, i): Candidate => {
      const others = attributes.filter((other) => other !== attribute).map((other) => evidence(other, i));
      return { block: { stage, group }, evidence: evidence(attribute, i), contested: Math.max(0, ...others) };
    });
    const followed = async (cells: CellSet, prompts: number): Promise<number> => {
      const [rates] = await measure(log, [{ attribute, cells }], promptNumbers(prompts));
      return rates!.followed.mean;
    };
    const measureSet: Measure = {
      inside: (set, prompts) => {
        if (prompts === count) onProgress(done++, most);
        return followed(blockCells(bounds, set, model.layers), prompts);
      },
      outside: (set, prompts) => followed(allBut(blockCells(bounds, set, model.layers)), prompts),
    };
    const aim = { ...DEFAULT_AIM, full: timing[attribute]!.full.mean, prompts: count };
    choices[attribute] = await chooseCells(candidates, aim, measureSet);
  }
  return choices;
}

function noteOf(
  count: number,
  seed: number,
  judge: ObserverName,
  notMeasured: Partial<Record<Attribute, string>>,
): AttributionMap['note'] {
  const kept = Object.keys(notMeasured);
  return [
    `Measured by word swaps (facet calibrate): ${count} prompts a cell, seed ${seed}, judged by ${judge === 'clip' ? "the model's CLIP" : 'its factor classifiers'}.`,
    ...(kept.length === 0 ? [] : [`Not measured, as in the source text: ${kept.join(', ')}.`]),
  ].join(' ');
}
