import type { DiffusionModel, LossRequest } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTinyModel, tinyRequest } from '../../test/support/tiny-model.ts';
import { InversionBatch } from './batch.ts';
import { runInversions } from './invert.ts';
import type { InversionOutcome } from './request.ts';

const model = await loadTinyModel();
afterAll(() => model.close());

const request = (seed: number, settings = {}) => tinyRequest(model, { settings: { seed, ...settings } });

/** The model as it is, but every loss and gradient goes through `watch`, which is told the samples and may throw. */
const watched = (watch: (samples: number) => void): DiffusionModel =>
  new Proxy(model, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function') return value;
      if (key !== 'lossGradient') return value.bind(target) as unknown;
      return (request: LossRequest) => {
        watch(request.timesteps.length);
        return target.lossGradient(request);
      };
    },
  });

async function untilEmpty(batch: InversionBatch): Promise<void> {
  while (batch.size > 0) await batch.step();
}

function vectorsOf(outcome: InversionOutcome): number[] {
  if (outcome.status !== 'finished') throw new Error(`The run is ${outcome.status}.`);
  return outcome.tokens.tokens.flatMap(({ vectors }) => vectors.flatMap((vector) => [...vector]));
}

/** The largest difference of a number of the tokens from what the run gives alone. */
async function differenceFromAlone(outcome: InversionOutcome, seed: number): Promise<number> {
  const [alone] = await runInversions(model, [request(seed)]);
  const expected = vectorsOf(alone!);
  return Math.max(...vectorsOf(outcome).map((value, i) => Math.abs(value - expected[i]!)));
}

describe('a batch', () => {
  it('takes runs that join in between, shares the passes with them, and gives each what it gives alone', async () => {
    const passes: number[] = [];
    const batch = new InversionBatch(watched((samples) => passes.push(samples)));
    const first = batch.join(request(3));
    await batch.step();
    await batch.step();
    const second = batch.join(request(4));
    await untilEmpty(batch);
    // Two samples a run and six steps: two steps alone, four together, two alone.
    expect(passes).toEqual([2, 2, 4, 4, 4, 4, 2, 2]);
    expect(await differenceFromAlone(await first, 3)).toBeLessThan(1e-4);
    expect(await differenceFromAlone(await second, 4)).toBeLessThan(1e-4);
  });

  it('of one run gives the bits of the run, whoever was there before and comes after', async () => {
    const [alone] = await runInversions(model, [request(3)]);
    const batch = new InversionBatch(model);
    const before = batch.join(request(8, { steps: 1 }));
    await batch.step();
    expect((await before).status).toBe('finished');
    const outcome = batch.join(request(3));
    await untilEmpty(batch);
    void batch.join(request(9, { steps: 1 }));
    await untilEmpty(batch);
    expect(vectorsOf(await outcome)).toEqual(vectorsOf(alone!));
  });

  it('keeps open what its steps need, and nothing that only the preparation needed', async () => {
    const batch = new InversionBatch(model);
    const outcome = batch.join(request(3, { steps: 2 }));
    await batch.step();
    const { open } = await model.memoryFor({ kind: 'draw', rows: 7, height: 8, width: 8 });
    // The encoder's states, their gradient, and that of the U-Net.
    expect(open).toHaveLength(3);
    await untilEmpty(batch);
    expect((await outcome).status).toBe('finished');
  });

  it('that the device cannot do in one pass is done run by run', async () => {
    const batch = new InversionBatch(
      watched((samples) => {
        if (samples > 2) throw new Error('out of memory');
      }),
    );
    const outcomes = [batch.join(request(3)), batch.join(request(4))];
    await untilEmpty(batch);
    expect(await differenceFromAlone(await outcomes[0]!, 3)).toBeLessThan(1e-4);
    expect(await differenceFromAlone(await outcomes[1]!, 4)).toBeLessThan(1e-4);
  });

  it('in which the model fails for one run goes on without it', async () => {
    const batch = new InversionBatch(
      watched((samples) => {
        if (samples !== 2) throw new Error('the device is gone');
      }),
    );
    const good = batch.join(request(3));
    const bad = batch.join(request(4, { batchSize: 3 }));
    await untilEmpty(batch);
    expect(await bad).toMatchObject({ status: 'failed', step: 0, error: { message: 'the device is gone' } });
    expect(await differenceFromAlone(await good, 3)).toBeLessThan(1e-4);
  });
});
