import type { Attribute } from '@facet/client';

export type { Attribute };

/** What a picture is taken apart into, in the order in which it is shown everywhere. As the API names them. */
export const ATTRIBUTES = ['COLOR', 'STYLE', 'OBJECT', 'LAYOUT'] as const satisfies readonly Attribute[];

export const attributeOf = (name: string | null | undefined): Attribute | undefined =>
  ATTRIBUTES.find((attribute) => attribute === name?.toUpperCase());
