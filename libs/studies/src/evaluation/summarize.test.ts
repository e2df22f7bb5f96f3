import { ATTRIBUTES, type Attribute } from '@facet/base';
import { describe, expect, it } from 'vitest';
import { plannedStudy } from '../../test/planned-study.ts';
import { Results } from './entries.ts';
import type { Verdict } from '@facet/inversion';
import type { PlannedTrial, StudyPlan } from './plan.ts';
import { sampleCompositions } from './sample-compositions.ts';
import { summarizeStudy } from './summarize.ts';
import { summaryTable } from './summary-table.ts';

/** What the made-up judges see of one factor in a trial: is it as wanted? Else a word that is nobody's. */
type Rule = (trial: PlannedTrial, factor: Attribute) => boolean;

const plan = await plannedStudy({
  references: 4,
  variants: [{ name: 'matte', method: 'matte', settings: { steps: 7, batchSize: 2 } }],
});
const { references, pairs } = plan.variants[0]!;
const neverHeldOut = () => false;

const verdictOf = (word: (factor: Attribute) => string): Verdict =>
  Object.fromEntries(ATTRIBUTES.map((factor) => [factor, word(factor)])) as Verdict;

/** A journal in which every trial came out by the rule; the base shows what the first reference shows, always. */
function journal(
  { base, variants }: StudyPlan,
  isRight: Rule,
  only: (trial: PlannedTrial) => boolean = () => true,
): Results {
  const results = new Results();
  const add = (trial: PlannedTrial, verdict: Verdict): void => {
    const seen = trial.seeds.map(() => verdict);
    results.add({ ...trial, type: 'trial', verdicts: { 'judge-a': seen, 'judge-b': seen } });
  };
  for (const trial of base)
    add(
      trial,
      verdictOf((factor) => references[0]!.reference[factor]),
    );
  for (const variant of variants) {
    const trials = [...variant.references, ...variant.pairs].flatMap((planned) => planned.trials).filter(only);
    for (const trial of trials)
      add(
        trial,
        verdictOf((factor) => (isRight(trial, factor) ? (trial.wanted[factor] ?? 'nobody') : 'nobody')),
      );
    for (const { id, reference } of variant.references)
      results.add({ type: 'inversion', id, variant: 'matte', reference: reference.file, tokens: '', seconds: 3 });
  }
  return results;
}

describe('the summary', () => {
  it('of tokens that carry their own factor only has transfer 1 and the base rate as negative leakage', () => {
    const results = journal(plan, ({ measure, attributes }, factor) =>
      measure === 'unspecified' ? attributes[0] === factor : true,
    );
    const [summary] = summarizeStudy(plan, results, neverHeldOut);
    const { unspecified } = summary!;
    expect(unspecified.transfer).toMatchObject({ mean: 1, low: 1, high: 1, n: 4 });
    expect(unspecified.matrix.color.object.mean).toBe(0);
    // The base always shows the first reference's words, so it costs this one the whole, and others what they share with it.
    const shared = references.map(({ reference }) =>
      ATTRIBUTES.map((factor) => (reference[factor] === references[0]!.reference[factor] ? 1 : 0)),
    );
    const chance = shared.flat().reduce<number>((sum, value) => sum + value, 0) / shared.flat().length;
    expect(unspecified.leakage.mean).toBeCloseTo(-chance);
    expect(unspecified.difference.mean).toBeCloseTo(1 + chance);
    expect(summary).toMatchObject({ steps: 7, batchSize: 2, diverged: 0, secondsPerInversion: { mean: 3, n: 4 } });
  });

  it('of tokens that bring the whole picture has transfer 1 and leakage 1 less the base rate', () => {
    const [summary] = summarizeStudy(
      plan,
      journal(plan, () => true),
      neverHeldOut,
    );
    const { transfer, leakage, base } = summary!.unspecified;
    const baseMean = ATTRIBUTES.reduce((sum, attribute) => sum + base[attribute].mean, 0) / 4;
    expect(transfer.mean).toBe(1);
    expect(leakage.mean).toBeCloseTo(1 - baseMean);
  });

  it('counts a swap when all its attributes are right, and tells held-out combinations from seen ones', () => {
    const results = journal(plan, ({ measure }, factor) => measure !== 'both' || factor !== 'layout');
    const heldOut = pairs[0]!.trials.find(({ measure }) => measure === 'allFour')!.wanted;
    const [summary] = summarizeStudy(plan, results, (wanted) => wanted === heldOut);
    const swaps = summary!.swaps!;
    expect(swaps.both.mean).toBeCloseTo(0.5);
    expect(swaps.byAttributes['color+object']!.mean).toBe(1);
    expect(swaps.byAttributes['object+layout']!.mean).toBe(0);
    expect(Object.keys(swaps.byAttributes)).toHaveLength(6);
    expect(swaps.allFour).toMatchObject({ mean: 1, n: 2 });
    expect([swaps.heldOut?.n, swaps.seen?.n]).toEqual([1, 2]);
  });

  it('tells the replaced word from the factors that stay', () => {
    const results = journal(plan, ({ measure, attributes }, factor) =>
      measure === 'override' ? attributes[0] === factor : true,
    );
    const [summary] = summarizeStudy(plan, results, neverHeldOut);
    expect(summary!.override).toMatchObject({ followed: { mean: 1 }, kept: { mean: 0 } });
    expect(summary!.overridden).toMatchObject({ transfer: { mean: 1 }, obedience: { mean: 1 } });
    expect(summary!.reconstruction).toMatchObject({ all: { mean: 1 } });
  });

  it('counts finished references only, has nothing of a study that has none, and no held-out figure without such', () => {
    const { file } = references.find(({ reference }) => !reference.heldOut)!.reference;
    const one = journal(
      plan,
      () => true,
      ({ a, b }) => a === file && b === undefined,
    );
    const [summary] = summarizeStudy(plan, one, neverHeldOut);
    expect(summary!.unspecified.transfer.n).toBe(1);
    expect([summary!.swaps, summary!.heldOut.heldOut]).toEqual([undefined, undefined]);
    expect(
      summarizeStudy(
        plan,
        journal(
          plan,
          () => true,
          () => false,
        ),
        neverHeldOut,
      ),
    ).toEqual([]);
    expect(summarizeStudy(plan, new Results(), neverHeldOut)).toEqual([]);
  });

  it('counts inversions that diverged and leaves their references out', () => {
    const [lost] = references;
    const results = journal(
      plan,
      () => true,
      ({ a, b }) => a !== lost!.reference.file && b === undefined,
    );
    results.add({ type: 'inversion', id: lost!.id, variant: 'matte', reference: lost!.reference.file, tokens: '' });
    const [summary] = summarizeStudy(plan, results, neverHeldOut);
    expect(summary).toMatchObject({ diverged: 1, secondsPerInversion: { n: 3 }, unspecified: { transfer: { n: 3 } } });
  });

  it('becomes tables with a row for each variant', () => {
    const variants = summarizeStudy(
      plan,
      journal(plan, () => true),
      neverHeldOut,
    );
    const model = { name: 'demo', fingerprint: 'f'.repeat(64) };
    const common = {
      formatVersion: 1,
      study: 'test',
      model,
      versions: {},
      sampling: {},
      references: 4,
      pairs: 2,
    } as const;
    const rows = summaryTable({ ...common, variants })
      .split('\n')
      .filter((line) => line.startsWith('| matte |'));
    expect(rows).toHaveLength(3);
    expect(rows[0]).toContain('1.00 (1.00 to 1.00)');
  });
});

describe('the compositions to show', () => {
  it('are the four best, the four in the middle and the four worst by the number of right factors', () => {
    const [first] = pairs;
    const isOfFirst = ({ a }: PlannedTrial) => a === first!.a.reference.file;
    const results = journal(plan, (trial, factor) => isOfFirst(trial) || factor !== 'layout');
    const chosen = sampleCompositions(plan.variants[0]!, results);
    expect(chosen.map(({ rank }) => rank)).toEqual([
      ...Array<string>(4).fill('best'),
      ...Array<string>(4).fill('middle'),
      ...Array<string>(4).fill('worst'),
    ]);
    expect(chosen[0]!.picture.right).toBe(8);
    expect(chosen.at(-1)!.picture).toMatchObject({ right: 6, seen: { 'judge-a': { layout: 'nobody' } } });
    expect(chosen).toEqual(sampleCompositions(plan.variants[0]!, results));
    const pictures = new Set(chosen.map(({ picture }) => `${picture.look} ${picture.seed}`));
    expect(pictures.size).toBe(12);
  });
});
