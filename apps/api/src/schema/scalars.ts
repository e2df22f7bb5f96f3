import { GraphQLError, Kind } from 'graphql';
import { builder } from './builder.ts';

const refuse = (): never => {
  throw new GraphQLError('A DateTime is a text such as 2026-01-31T12:00:00.000Z.');
};

const parse = (value: unknown): Date => {
  const date = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : refuse();
};

builder.scalarType('DateTime', {
  description: 'A moment in UTC, ISO 8601, to the millisecond.',
  serialize: (value) => value.toISOString(),
  parseValue: parse,
  parseLiteral: (node) => (node.kind === Kind.STRING ? parse(node.value) : refuse()),
});
