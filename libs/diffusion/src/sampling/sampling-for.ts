import { PRESETS, type SamplingPreset } from '@facet/base';
import type { ModelFacts } from '../types.ts';

/** How to draw with a model: as usual, or as one that was distilled to draw in few steps wants it. */
export const samplingFor = <Usual extends SamplingPreset>(
  { preset }: Pick<ModelFacts, 'preset'>,
  usual: Usual,
): Usual => (preset === undefined ? usual : { ...usual, ...PRESETS[preset] });
