import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootstrapMean } from '../bootstrap.ts';
import { appendJournal, readJournal } from '../journal.ts';
import { StepClock } from './step-clock.ts';

describe('the bootstrap interval', () => {
  it('contains the mean, narrows with more units, and is the same every time', () => {
    const few = bootstrapMean([0, 1, 0, 1]);
    const many = bootstrapMean(Array.from({ length: 100 }, (_, i) => i % 2));
    expect(few).toEqual(bootstrapMean([0, 1, 0, 1]));
    expect(few.low).toBeLessThanOrEqual(few.mean);
    expect(few.high).toBeGreaterThanOrEqual(few.mean);
    expect(many.high - many.low).toBeLessThan(few.high - few.low);
    expect(Math.abs(many.high - many.mean - 1.96 * 0.05)).toBeLessThan(0.03);
  });
});

describe('the journal', () => {
  it('survives a line that a kill cut off', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'facet-journal-'));
    const path = join(folder, 'x.jsonl');
    expect(await readJournal(path)).toEqual([]);
    await appendJournal(path, { n: 1 });
    appendFileSync(path, '{"n":');
    await appendJournal(path, { n: 2 });
    expect(await readJournal(path)).toEqual([{ n: 1 }, { n: 2 }]);
    rmSync(folder, { recursive: true });
  });
});

describe('the clock of an inversion', () => {
  it('leaves out the first step of each start and adds up the starts', () => {
    const first = new StepClock();
    for (const now of [9000, 9100, 9200]) first.tick(now);
    expect(first.timed.steps).toBe(2);
    const second = new StepClock(first.timed);
    for (const now of [50_000, 50_400]) second.tick(now);
    expect(second.secondsOf(3)).toBeCloseTo(0.6);
  });

  it('has no time where no step was timed', () => {
    const clock = new StepClock();
    clock.tick(100);
    expect(clock.secondsOf(1)).toBe(0);
  });
});
