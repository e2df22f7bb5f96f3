import { describeBounds, isWithin, SEED_BOUNDS } from '@facet/base';
import { GraphQLError, Kind } from 'graphql';
import { builder } from './builder.ts';

const refuse = (message: string): never => {
  throw new GraphQLError(message);
};

const NO_DATE = 'A DateTime is a text such as 2026-01-31T12:00:00.000Z.';

const parseDate = (value: unknown): Date => {
  const date = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : refuse(NO_DATE);
};

builder.scalarType('DateTime', {
  description: 'A moment in UTC, ISO 8601, to the millisecond.',
  serialize: (value) => value.toISOString(),
  parseValue: parseDate,
  parseLiteral: (node) => (node.kind === Kind.STRING ? parseDate(node.value) : refuse(NO_DATE)),
});

const parseSeed = (value: unknown): number =>
  typeof value === 'number' && isWithin(value, SEED_BOUNDS)
    ? value
    : refuse(`A Seed is ${describeBounds(SEED_BOUNDS)}, and not ${JSON.stringify(value)}.`);

builder.scalarType('Seed', {
  description: `Of a generator of noise: ${describeBounds(SEED_BOUNDS)}. An Int of GraphQL ends at half of that.`,
  serialize: (value) => value,
  parseValue: parseSeed,
  parseLiteral: (node) => parseSeed(node.kind === Kind.INT ? Number(node.value) : 'value' in node ? node.value : null),
});
