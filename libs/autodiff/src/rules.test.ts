import { describe, expect, test } from 'vitest';
import { elementwise } from '../test/cases/elementwise.ts';
import { linear } from '../test/cases/linear.ts';
import { loweredCases } from '../test/cases/lowered.ts';
import { patterns } from '../test/cases/patterns.ts';
import { reductions } from '../test/cases/reductions.ts';
import { shapes } from '../test/cases/shapes.ts';
import { compare } from '../test/finite-differences.ts';
import { supportedOps } from './index.ts';

const cases = [...loweredCases, ...patterns, ...elementwise, ...shapes, ...reductions, ...linear];

test('every operator of the table has a case here', () => {
  const tested = new Set<string>(cases.map((each) => each.op));
  expect(supportedOps.filter((op) => !tested.has(op))).toEqual([]);
});

describe('the gradient is what finite differences give', () => {
  const titled = cases.map(
    (each) => [each.nodes ? each.what : [each.op, each.what].filter(Boolean).join(': '), each] as const,
  );
  test.each(titled)('%s', async (_title, each) => {
    const { error, tolerance } = await compare(each);
    expect(error).toBeLessThan(tolerance);
  });
});
