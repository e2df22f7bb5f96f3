import type { Attribute } from '@facet/base';

/** The colour of each attribute, wherever it is drawn. */
export const ATTRIBUTE_COLORS: Readonly<Record<Attribute, string>> = {
  color: '#c8553d',
  style: '#8a5fbf',
  object: '#3b6fd4',
  layout: '#2f9e5b',
};
