import { ATTRIBUTES, type Attribute } from '@facet/base';

export const byAttribute = <T>(value: (attribute: Attribute) => T): Record<Attribute, T> =>
  Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, value(attribute)])) as Record<Attribute, T>;

/** The other three. */
export const except = (attribute: Attribute): Attribute[] => ATTRIBUTES.filter((other) => other !== attribute);
