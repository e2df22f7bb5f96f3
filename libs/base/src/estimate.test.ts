import { describe, expect, it } from 'vitest';
import { Estimate } from './estimate.ts';

/** What is said at each report, which come `seconds[i]` after one another, a step each. */
const said = (total: number, seconds: readonly number[]): (number | undefined)[] => {
  const estimate = new Estimate(total);
  let now = 0;
  return seconds.map((each, i) => estimate.update(i + 1, (now += 1000 * each)));
};

describe('the estimate of the time left', () => {
  it('says nothing until a few steps have followed the first, which is slow, and then never counts that one', () => {
    const [first, second, third, fourth, fifth] = said(200, [36, 0.5, 0.5, 0.5, 0.5]);
    expect([first, second, third]).toEqual([undefined, undefined, undefined]);
    expect(fourth).toBeCloseTo(98);
    expect(fifth).toBeCloseTo(97.5);
  });

  it('follows the pace of this start only, not the steps that an earlier one did', () => {
    const estimate = new Estimate(100, 60);
    expect(estimate.update(60, 5000)).toBeUndefined();
    for (const done of [62, 64, 66]) estimate.update(done, 10_000 + 1000 * done);
    expect(estimate.update(68, 78_000)).toBeCloseTo(32);
  });

  it('is of steps, however many are reported at once', () => {
    const estimate = new Estimate(1000);
    for (const done of [10, 20, 120]) estimate.update(done, 100 * done);
    expect(estimate.update(200, 20_000)).toBeCloseTo(80);
  });

  it('is hardly moved by one slow step, and comes round to a new pace', () => {
    const steady = Array.from({ length: 40 }, () => 1);
    expect(said(1000, [...steady, 20]).at(-1)!).toBeLessThan(2 * 960);
    expect(said(1000, [...steady, ...Array.from({ length: 100 }, () => 2)]).at(-1)! / 860).toBeCloseTo(2, 0);
  });

  it('is nothing when all is done, however short the work was', () => {
    expect(said(2, [5, 5])).toEqual([undefined, 0]);
  });
});
