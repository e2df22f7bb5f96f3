import { expect, test } from 'vitest';
import { texts } from '../texts/texts.ts';
import { leakageOf, leakageText } from './leakage.ts';

const textOf = (transfer: number, excessLeakage: number) => leakageText({ transfer, excessLeakage, carries: [] });

test('a token that carries one other attribute is not said to bring only itself, however seldom the rest come', () => {
  // Chance gives the two others more often than the token does, and so the mean is small.
  const report = { transfer: 1, excessLeakage: 0.02, carries: ['LAYOUT'] as const };
  expect(leakageOf(report)).toBe('strong');
  expect(leakageText(report)).toBe('Brings layout too');
});

test('several that are carried are named in the order of the report', () => {
  expect(leakageText({ transfer: 1, excessLeakage: 0.4, carries: ['LAYOUT', 'COLOR'] })).toBe(
    'Brings layout and color too',
  );
});

test('what carries no single attribute is judged by the mean, and a token that seldom shows is said to', () => {
  const { leak } = texts.token;
  expect([textOf(1, 0), textOf(1, 0.1), textOf(1, 0.3), textOf(0.2, 0.3), leakageText(null)]).toEqual([
    leak.clean,
    leak.slight,
    leak.strong,
    leak.weak,
    leak.unmeasured,
  ]);
});
