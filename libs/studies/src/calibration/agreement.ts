import { ATTRIBUTES, type Attribute } from '@facet/base';
import { makeGrid, type AttributionMap, stageCount, stageOf, unionBounds } from '@facet/inversion';
import type { Interval } from '../bootstrap.ts';
import type { BothWays } from './blocks.ts';
import type { Calibration } from './calibration.ts';
import { mapCells } from './confirm.ts';

type Layers = Calibration['model']['layers'];

/** Cells of one attribute in two maps: how much of both together is in both, weighted by timesteps; 1 where they are equal. */
export function sharedCells(a: AttributionMap, b: AttributionMap, attribute: Attribute, layers: Layers): number {
  const bounds = unionBounds([a.stageBounds, b.stageBounds]);
  const infos = layers.map((layer) => ({ ...layer, group: layer.group as 'fine' | 'moderate' | 'coarse' }));
  const [inA, inB] = [a, b].map((map) => {
    const { rule } = mapCells(map, attribute, infos);
    return (stage: number, layer: number): boolean => rule(stageOf(map.stageBounds, bounds[stage + 1]!), layer);
  });
  let both = 0;
  let either = 0;
  makeGrid(stageCount(bounds), layers.length, (stage, layer) => {
    const length = bounds[stage]! - bounds[stage + 1]!;
    if (inA!(stage, layer) && inB!(stage, layer)) both += length;
    if (inA!(stage, layer) || inB!(stage, layer)) either += length;
    return 0;
  });
  return either === 0 ? 1 : both / either;
}

export interface FigureAgreement {
  /** Figures that both calibrations have. */
  readonly figures: number;
  /** Share of them whose 95 % intervals overlap. */
  readonly overlap: number;
  /** Mean and largest absolute difference of the means. */
  readonly meanDifference: number;
  readonly largestDifference: number;
}

export interface Agreement {
  /** Part of the heat map -> how well the two calibrations agree there; blocks only where the stage bounds are equal. */
  readonly parts: Readonly<Record<'timing' | 'blocks' | 'layers', FigureAgreement | undefined>>;
  readonly switchingBounds: readonly [readonly number[], readonly number[]];
  /** Attribute -> shared part of the cells of the two measured maps. */
  readonly sharedCells: Partial<Readonly<Record<Attribute, number>>>;
}

const figures = (cells: readonly BothWays[]): Interval[] =>
  cells.flatMap(({ only, allBut }) => [only.followed, allBut.followed]);

/** How far two calibrations of one model, with other seeds or judges, agree. */
export function compareCalibrations(a: Calibration, b: Calibration): Agreement {
  const sameBounds = a.stageBounds.join() === b.stageBounds.join();
  const measured = ATTRIBUTES.filter((name) => a.blocks[name] !== undefined && b.blocks[name] !== undefined);
  const timing = (one: Calibration): Interval[] =>
    measured.flatMap((name) => {
      const { until, from, full, base } = one.timing.attributes[name]!;
      return [...until, ...from, full, base];
    });
  const blocks = (one: Calibration): Interval[] =>
    measured.flatMap((name) => Object.values(one.blocks[name]!).flatMap(figures));
  const layers = (one: Calibration): Interval[] => measured.flatMap((name) => figures(one.layers[name]!));
  return {
    parts: {
      timing: agreementOf(timing(a), timing(b)),
      blocks: sameBounds ? agreementOf(blocks(a), blocks(b)) : undefined,
      layers: agreementOf(layers(a), layers(b)),
    },
    switchingBounds: [a.switchingBounds, b.switchingBounds],
    sharedCells: Object.fromEntries(
      measured.map((name) => [name, sharedCells(a.maps[0]!.map, b.maps[0]!.map, name, a.model.layers)]),
    ),
  };
}

function agreementOf(a: readonly Interval[], b: readonly Interval[]): FigureAgreement {
  const differences = a.map(({ mean }, i) => Math.abs(mean - b[i]!.mean));
  return {
    figures: a.length,
    overlap: a.filter(({ low, high }, i) => low <= b[i]!.high && b[i]!.low <= high).length / a.length,
    meanDifference: differences.reduce((sum, value) => sum + value, 0) / a.length,
    largestDifference: Math.max(...differences),
  };
}
