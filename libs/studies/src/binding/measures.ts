import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { Interval } from '../bootstrap.ts';
import type { Distances } from './picture-facts.ts';

export const DISTANCES = ['color', 'texture', 'overlap', 'shift'] as const satisfies readonly (keyof Distances)[];

/** The distances that tell how well a token says its attribute. */
export const OWN: Readonly<Record<Attribute, readonly (keyof Distances)[]>> = {
  color: ['color'],
  style: ['texture'],
  object: ['overlap'],
  layout: ['overlap', 'shift'],
};

/** Up to which distance an attribute counts as what is wanted. */
export const KEPT: Readonly<Record<Attribute, { readonly by: keyof Distances; readonly most: number }>> = {
  color: { by: 'color', most: 10 },
  style: { by: 'texture', most: 0.6 },
  object: { by: 'overlap', most: 0.5 },
  layout: { by: 'shift', most: 0.1 },
};

export const isKept = (off: Distances, attribute: Attribute): boolean =>
  off[KEPT[attribute].by] <= KEPT[attribute].most;

/** Whether every attribute is what is wanted. */
export const isRight = (off: Distances): boolean => ATTRIBUTES.every((attribute) => isKept(off, attribute));

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const shown = ({ mean: value, low, high }: Interval): string =>
  `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
