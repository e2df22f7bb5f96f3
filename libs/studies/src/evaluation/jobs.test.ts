import { describe, expect, it } from 'vitest';
import { plannedStudy } from '../../test/planned-study.ts';
import { Results } from './entries.ts';
import { readiness, remainder, studyJobs, type InversionJob, type TrialsJob } from './jobs.ts';

const study = (settings: object = {}, references = 2) => ({
  references,
  measures: ['unspecified', 'swaps'],
  variants: [
    { name: 'matte', method: 'matte', settings },
    { name: 'the same', method: 'matte', settings },
    { name: 'oracle', method: 'oracle' },
  ],
});
const idsOf = async (settings: object, protocol?: string) =>
  studyJobs(await plannedStudy(study(settings), protocol)).flatMap((job) =>
    job.type === 'inversion' ? [job.id] : job.trials.map(({ id }) => id),
  );
const jobs = studyJobs(await plannedStudy(study()));
const inversion = jobs.find((job): job is InversionJob => job.type === 'inversion')!;
const alone = jobs.find((job): job is TrialsJob => job.type === 'trials' && job.variant === 'matte')!;
const verdicts = { 'judge-a': [], 'judge-b': [] };

describe('the jobs of a study', () => {
  it('come reference by reference, a pair after its second one, and never before their inversions', () => {
    const order = jobs.map(({ at }) => at);
    expect(order).toEqual(order.toSorted((x, y) => x - y));
    const pair = jobs.find((job) => job.type === 'trials' && job.sources.b !== undefined)!;
    expect(pair.at).toBe(1);
    const placeOf = new Map(jobs.flatMap((job, i) => (job.type === 'inversion' ? [[job.id, i] as const] : [])));
    const waits = jobs.flatMap((job, i) =>
      job.type === 'inversion' ? [] : Object.values(job.sources).map((source) => [source.inversion?.id, i] as const),
    );
    // The oracle's sources have no inversion.
    for (const [id, i] of waits) expect(placeOf.get(id ?? '') ?? -1).toBeLessThan(i);
  });

  it('that are finished are not done again, and of half-finished ones only what is left', () => {
    const [first] = alone.trials;
    const results = new Results([
      { type: 'inversion', id: inversion.id, variant: 'matte', reference: '', tokens: '', seconds: 1 },
      { ...first!, type: 'trial', variant: 'matte', verdicts },
    ]);
    expect(remainder(inversion, results)).toBeUndefined();
    const rest = remainder(alone, results) as TrialsJob;
    expect(rest.trials).toEqual(alone.trials.slice(1));
    expect(rest.cost).toBeLessThan(alone.cost);
  });

  it('wait for their inversions, and are impossible when one diverged', () => {
    const done = { type: 'inversion', id: inversion.id, variant: 'matte', reference: '', tokens: '' } as const;
    expect(readiness(alone, new Results())).toBe('waiting');
    expect(readiness(alone, new Results([{ ...done, seconds: 1 }]))).toBe('ready');
    expect(readiness(alone, new Results([done]))).toBe('impossible');
    const oracle = jobs.find((job) => job.type === 'trials' && job.variant === 'oracle')!;
    expect(readiness(oracle, new Results())).toBe('ready');
  });

  it('share results between variants that do the same', () => {
    const inversions = jobs.filter((job) => job.type === 'inversion').map(({ id }) => id);
    expect(inversions).toHaveLength(4);
    expect(new Set(inversions).size).toBe(2);
  });
});

describe('the id of a result', () => {
  it('is the same for the same study, also when it has more references', async () => {
    const ids = await idsOf({});
    expect(await idsOf({})).toEqual(ids);
    const more = studyJobs(await plannedStudy(study({}, 4)));
    expect(more.some((job) => job.type === 'inversion' && job.id === inversion.id)).toBe(true);
  });

  it('changes with a setting for what the setting decides, and with model, judges or sampling for everything', async () => {
    const before = new Set(await idsOf({}));
    const changed = await idsOf({ learningRate: 0.123 });
    expect(
      changed.some((id) => before.has(id)),
      'the oracle and the base stay',
    ).toBe(true);
    const inversions = studyJobs(await plannedStudy(study({ learningRate: 0.123 }))).filter(
      ({ type }) => type === 'inversion',
    );
    for (const job of inversions) expect(before.has((job as InversionJob).id)).toBe(false);
    for (const id of await idsOf({}, 'another protocol')) expect(before.has(id)).toBe(false);
  });
});
