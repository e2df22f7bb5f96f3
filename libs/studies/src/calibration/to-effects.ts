import { ATTRIBUTES } from '@facet/base';
import type { AttributionEffects, CellEffect } from '@facet/inversion';
import type { MeasuredGroup } from './blocks.ts';
import type { Calibration } from './calibration.ts';

/** What is kept beside a measured map of the figures that it was chosen by. */
export function attributionEffects({ model, stageBounds, prompts, blocks }: Calibration): AttributionEffects {
  const attributes = ATTRIBUTES.flatMap((attribute) => {
    const measured = blocks[attribute];
    if (measured === undefined) return [];
    const effects = [
      ...measured.blocks.map((block) => ({ stage: block.stage, ...effectOf(block) })),
      ...measured.groups.map(effectOf),
    ];
    return [[attribute, effects] as const];
  });
  return {
    formatVersion: 1,
    fingerprint: model.fingerprint,
    stageBounds: [...stageBounds],
    prompts: prompts.cells,
    attributes: Object.fromEntries(attributes),
  };
}

const effectOf = ({ group, only, allBut }: MeasuredGroup): CellEffect => ({
  group,
  only: only.followed.mean,
  allBut: allBut.followed.mean,
});
