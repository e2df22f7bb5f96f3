import type { Attribute } from '@facet/base';
import type { LayerGroup } from '@facet/diffusion';
import { type LayerInfo, stageCount, type StageBounds } from '@facet/inversion';
import { measure, type Question } from './measure.ts';
import type { PictureLog } from './picture-log.ts';
import type { Rates } from './rates.ts';
import { allBut, type CellSet } from './swap.ts';

export const GROUPS = ['fine', 'moderate', 'coarse'] as const satisfies readonly LayerGroup[];

/** All layers of a group in one stage: the unit that maps are made of. */
export interface Block {
  readonly stage: number;
  readonly group: LayerGroup;
}

/** A word swapped only in some cells ("sufficient?") and everywhere but there ("necessary?"). */
export interface BothWays {
  readonly only: Rates;
  readonly allBut: Rates;
}

export type MeasuredBlock = Block & BothWays;
export type MeasuredGroup = Pick<Block, 'group'> & BothWays;
export type MeasuredStage = Pick<Block, 'stage'> & BothWays;
export type MeasuredLayer = { readonly layer: number } & BothWays;

/** The blocks that a model has: a group that no layer belongs to makes none. */
const blocksOf = (bounds: StageBounds, layers: readonly LayerInfo[]): Block[] =>
  Array.from({ length: stageCount(bounds) }, (_, stage) =>
    GROUPS.filter((group) => layers.some((layer) => layer.group === group)).map((group) => ({ stage, group })),
  ).flat();

export const blockCells = (bounds: StageBounds, blocks: readonly Block[], layers: readonly LayerInfo[]): CellSet => ({
  stageBounds: bounds,
  rule: (stage, layer) => blocks.some((block) => block.stage === stage && block.group === layers[layer]!.group),
});

const layerCells = (index: number): CellSet => ({ stageBounds: [1000, 0], rule: (_, layer) => layer === index });

/** Measures sets of cells both ways for each attribute: `[attribute][set]`. */
async function measureBothWays(
  log: PictureLog,
  attributes: readonly Attribute[],
  sets: readonly CellSet[],
  numbers: readonly number[],
  onProgress?: (done: number, of: number) => void,
): Promise<BothWays[][]> {
  const questions = attributes.flatMap((attribute) =>
    sets.flatMap((cells): Question[] => [
      { attribute, cells },
      { attribute, cells: allBut(cells) },
    ]),
  );
  const of = questions.length * numbers.length;
  const rates = await measure(log, questions, numbers, (done) => onProgress?.(done, of));
  return attributes.map((_, a) =>
    sets.map((_, s) => {
      const at = 2 * (a * sets.length + s);
      return { only: rates[at]!, allBut: rates[at + 1]! };
    }),
  );
}

/** What is measured of one attribute: each block, each group over all stages, and each stage over all layers. */
export interface MeasuredBlocks {
  readonly blocks: readonly MeasuredBlock[];
  readonly groups: readonly MeasuredGroup[];
  readonly stages: readonly MeasuredStage[];
}

export async function measureBlocks(
  log: PictureLog,
  attributes: readonly Attribute[],
  bounds: StageBounds,
  layers: readonly LayerInfo[],
  numbers: readonly number[],
  onProgress?: (done: number, of: number) => void,
): Promise<Partial<Record<Attribute, MeasuredBlocks>>> {
  const blocks = blocksOf(bounds, layers);
  const groups = GROUPS.filter((group) => blocks.some((block) => block.group === group));
  const stages = Array.from({ length: stageCount(bounds) }, (_, stage) => stage);
  const sets = [
    ...blocks.map((block) => [block]),
    ...groups.map((group) => blocks.filter((block) => block.group === group)),
    ...stages.map((stage) => blocks.filter((block) => block.stage === stage)),
  ].map((set) => blockCells(bounds, set, layers));
  const measured = await measureBothWays(log, attributes, sets, numbers, onProgress);
  return Object.fromEntries(
    attributes.map((attribute, a): [Attribute, MeasuredBlocks] => {
      const at = (i: number): BothWays => measured[a]![i]!;
      return [
        attribute,
        {
          blocks: blocks.map(({ stage, group }, i) => Object.assign({ stage, group }, at(i))),
          groups: groups.map((group, i) => Object.assign({ group }, at(blocks.length + i))),
          stages: stages.map((stage) => Object.assign({ stage }, at(blocks.length + groups.length + stage))),
        },
      ];
    }),
  );
}

/** Single layers over all stages. */
export async function measureLayers(
  log: PictureLog,
  attributes: readonly Attribute[],
  layers: readonly LayerInfo[],
  numbers: readonly number[],
  onProgress?: (done: number, of: number) => void,
): Promise<Partial<Record<Attribute, MeasuredLayer[]>>> {
  const sets = layers.map(({ index }) => layerCells(index));
  const measured = await measureBothWays(log, attributes, sets, numbers, onProgress);
  return Object.fromEntries(
    attributes.map((attribute, a) => [
      attribute,
      layers.map(({ index }, i): MeasuredLayer => {
        const { only, allBut: rest } = measured[a]![i]!;
        return { layer: index, only, allBut: rest };
      }),
    ]),
  );
}
