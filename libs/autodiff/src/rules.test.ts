import { describe, expect, test } from 'vitest';
import { elementwise } from '../test/cases/elementwise.ts';
import { linear } from '../test/cases/linear.ts';
import { patterns } from '../test/cases/patterns.ts';
import { reductions } from '../test/cases/reductions.ts';
import { shapes } from '../test/cases/shapes.ts';
import { compare } from '../test/finite-differences.ts';
import { supportedOps } from './index.ts';

const cases = [...patterns, ...elementwise, ...shapes, ...reductions, ...linear];

test('every operator of the table has a case here', () => {
  const tested = new Set<string>(cases.map((each) => each.op));
  expect(supportedOps.filter((op) => !tested.has(op))).toEqual([]);
});

describe('the gradient is what finite differences give', () => {
  test.each(cases.map((each) => [`${each.op}${each.what ? `: ${each.what}` : ''}`, each] as const))(
    '%s',
    async (_name, each) => {
      const { error, tolerance } = await compare(each);
      expect(error).toBeLessThan(tolerance);
    },
  );
});
