import { expect, it } from 'vitest';
import { tokenSet } from '../../test/support/world.ts';
import type { LeakReport } from '../tokens/leak-report.ts';
import { bySet, storedTokens, tokenSetOf } from './stored-token.ts';
import { encodeTokenFile } from './token-file.ts';

const leakReport: LeakReport = {
  judge: 'classifiers',
  seen: { color: 'red' },
  rates: { color: { color: 0.75 }, style: {}, object: {}, layout: { color: 0.25 } },
  base: { color: 0.125 },
  seeds: [1, 2, 3, 4],
  steps: 8,
  guidance: 3.5,
  scheduler: 'ddim',
};

it('a set taken apart and put together again is the same file, with or without a leak report', () => {
  for (const set of [tokenSet(), { ...tokenSet(), leakReport }])
    expect(encodeTokenFile(tokenSetOf(storedTokens(set)))).toEqual(encodeTokenFile(set));
});

it('a stored token carries the measurements of itself alone', () => {
  const [color] = storedTokens({ ...tokenSet(), leakReport });
  expect(color!.leakReport).toMatchObject({ rates: { color: { color: 0.75 } } });
  expect(color!.leakReport).not.toMatchObject({ rates: { layout: {} } });
});

it('tokens of one inversion go together, others and second copies of an attribute apart', () => {
  const [color, style] = storedTokens(tokenSet());
  const [other] = storedTokens(tokenSet({ imageHash: 'c'.repeat(64) }));
  expect(bySet([color!, other!, style!, color!])).toEqual([[color, style], [other], [color]]);
});
