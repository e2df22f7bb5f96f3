import { ATTRIBUTES, type Attribute } from '@facet/base';
import { COLOR_DISTANCE, rampAt } from './sureness.ts';
import type { LeakReport } from './leak-report.ts';

/** A cell of the report that stands out. */
export interface LeakCell {
  readonly token: Attribute;
  readonly factor: Attribute;
  readonly rate: number;
  /** The rate without any token. */
  readonly base: number;
}

export interface LeakSummary {
  /** Mean of the diagonal: how often a token brings its own factor. Undefined where no such cell was measured. */
  readonly transfer: number | undefined;
  /** Mean over the other cells of rate minus base: how much tokens bring beside their own factor. */
  readonly excessLeakage: number | undefined;
  /** Other factors that a token carries, strongest first. */
  readonly leaks: readonly LeakCell[];
  /**
   * How well each token holds its own attribute, 0 to 1: how often it brings it, and for color also how near its pictures come
   * to the reference's colors.
   */
  readonly holds: Partial<Readonly<Record<Attribute, number>>>;
  /** Tokens that seldom carry their own factor, or not the color itself. */
  readonly weak: readonly LeakCell[];
}

/** A rate this far above chance is called a leak. */
const LEAK_THRESHOLD = 0.4;
/** A token that brings its own factor in less than this share is called weak. */
const WEAK_THRESHOLD = 0.5;

/** What the matrix of a report says in short. */
export function summarizeLeaks({ rates, base, colorDistance }: LeakReport): LeakSummary {
  const cells: LeakCell[] = ATTRIBUTES.flatMap((token) =>
    ATTRIBUTES.flatMap((factor) => {
      const rate = rates[token]?.[factor];
      return rate === undefined ? [] : [{ token, factor, rate, base: base[factor]! }];
    }),
  );
  const own = cells.filter(({ token, factor }) => token === factor);
  const nearColor = colorDistance === undefined ? 1 : rampAt(colorDistance, COLOR_DISTANCE);
  const heldBy = ({ token, rate }: LeakCell): number => (token === 'color' ? rate * nearColor : rate);
  const others = cells.filter(({ token, factor }) => token !== factor);
  return {
    transfer: mean(own.map(({ rate }) => rate)),
    excessLeakage: mean(others.map(excess)),
    leaks: others.filter((cell) => excess(cell) >= LEAK_THRESHOLD).toSorted((a, b) => excess(b) - excess(a)),
    holds: Object.fromEntries(own.map((cell) => [cell.token, heldBy(cell)])),
    weak: own.filter((cell) => heldBy(cell) < WEAK_THRESHOLD),
  };
}

const excess = ({ rate, base }: LeakCell): number => rate - base;

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
