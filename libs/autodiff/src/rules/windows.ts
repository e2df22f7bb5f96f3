import type { Site } from '../site.ts';
import { dim, range } from '../values.ts';

/** The attributes that `windowsOf` reads. */
export const windowAttributes = ['auto_pad', 'dilations', 'pads', 'strides'] as const;
export type WindowAttribute = (typeof windowAttributes)[number];

/** How a convolution or pooling slides over its spatial axes, everything explicit. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly begins: readonly number[];
  /** Padding at the end as far as the windows reach; negative where the last elements are in no window. */
  readonly ends: readonly number[];
}

/**
 * Windows from the node's attributes and the shapes of both sides (`large`, `small`: spatial lengths only). What the
 * attributes round (auto_pad, ceil_mode, a remainder of the stride) is read off the shapes.
 */
export function windowsOf(
  s: Site<WindowAttribute>,
  kernel: readonly number[],
  large: readonly number[],
  small: readonly number[],
): Windows {
  const rank = kernel.length;
  const ones = range(rank).map(() => 1);
  const strides = s.maybeInts('strides') ?? ones;
  const dilations = s.maybeInts('dilations') ?? ones;
  const autoPad = s.text('auto_pad');
  const pads = s.maybeInts('pads') ?? range(2 * rank).map(() => 0);
  const spans = range(rank).map((i) => (small[i]! - 1) * strides[i]! + (kernel[i]! - 1) * dilations[i]! + 1);
  const begins = range(rank).map((i) => {
    const total = Math.max(spans[i]! - dim(large, i), 0);
    if (autoPad === 'SAME_UPPER') return Math.floor(total / 2);
    if (autoPad === 'SAME_LOWER') return Math.ceil(total / 2);
    return autoPad === 'VALID' ? 0 : pads[i]!;
  });
  return { kernel, strides, dilations, begins, ends: range(rank).map((i) => spans[i]! - dim(large, i) - begins[i]!) };
}
