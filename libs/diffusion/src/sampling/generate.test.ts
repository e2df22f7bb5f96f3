import { describe, expect, it } from 'vitest';
import type { DiffusionModel, Tensor } from '../types.ts';
import type { Encoding, Tokenizer } from '../tokenizer/tokenizer.ts';
import { SamplingError } from './errors.ts';
import { generate, type GenerateOptions, type GenerateProgress } from './generate.ts';
import type { ConditioningPlan } from './plan.ts';

const LAYERS = 3;
const CONTEXT = 2;

interface Call {
  readonly batch: number;
  readonly timestep: number;
  /** First number of each layer's context, of the first and the last sample. */
  readonly first: number[];
  readonly last: number[];
}

/**
 * Stands in for a network where only the loop around it matters: a prompt of n characters is encoded as [n, n], and the
 * output is a function of the sample, the timestep and the contexts.
 */
function fakeModel(calls: Call[] = []): DiffusionModel {
  const model: Partial<DiffusionModel> = {
    layers: Array.from({ length: LAYERS }, (_, index) => ({
      index,
      name: `layer ${index}`,
      group: 'fine' as const,
      resolution: 1,
    })),
    tokenizer: { encode: (prompt: string): Partial<Encoding> => ({ ids: [prompt.length] }) } as unknown as Tokenizer,
    contextLength: CONTEXT,
    hiddenWidth: 1,
    latentChannels: 4,
    defaultLatentSize: 8,
    vaeScale: 4,
    latentMultiple: 2,
    schedulerConfig: { beta_schedule: 'squaredcos_cap_v2', prediction_type: 'v_prediction' },
    embed: (ids) => Float32Array.from(ids.flatMap(([id]) => Array.from({ length: CONTEXT }, () => id ?? 0))),
    encodeText: (embeds) => Promise.resolve({ hidden: embeds }),
    predict: ({ data, dims }, timesteps, contexts) => {
      const [batch = 1] = dims;
      const at = (sample: number): number[] => contexts.map((context) => context[sample * CONTEXT] ?? Number.NaN);
      calls.push({ batch, timestep: timesteps[0] ?? Number.NaN, first: at(0), last: at(batch - 1) });
      const each = data.length / batch;
      return Promise.resolve(
        data.map((value, i) => {
          const conditioning = at(Math.floor(i / each)).reduce((sum, entry) => sum + entry, 0);
          return Math.tanh(value + conditioning / 50) * Math.cos((timesteps[0] ?? 0) / 1000);
        }),
      );
    },
    encodeImage: ({ dims: [n = 1, , h = 0, w = 0] }) =>
      Promise.resolve({ data: new Float32Array((n * 4 * h * w) / 16).fill(0.5), dims: [n, 4, h / 4, w / 4] }),
    decodeLatents: ({ data, dims: [n = 1, , h = 0, w = 0] }) =>
      Promise.resolve({ data: new Float32Array(n * 3 * 16 * h * w).fill(data[0] ?? 0), dims: [n, 3, 4 * h, 4 * w] }),
  };
  return model as DiffusionModel;
}

const base: GenerateOptions = { prompt: 'a red cat', seeds: [1], steps: 5 };

async function failure(options: Partial<GenerateOptions>): Promise<SamplingError> {
  try {
    await generate(fakeModel(), { ...base, ...options });
  } catch (error) {
    if (error instanceof SamplingError) return error;
    throw error;
  }
  throw new Error('expected a SamplingError');
}

const picture = (tensor: Tensor, n: number): Float32Array => {
  const one = tensor.data.length / (tensor.dims[0] ?? 1);
  return tensor.data.slice(n * one, (n + 1) * one);
};

describe('a picture', () => {
  it('depends on its seed alone, not on the pictures drawn with it nor on the batch size', async () => {
    const together = await generate(fakeModel(), { ...base, seeds: [3, 1, 2, 5, 4], batchSize: 2 });
    expect(together.pictures.dims).toEqual([5, 3, 32, 32]);
    expect(together.latents.dims).toEqual([5, 4, 8, 8]);
    const alone = await generate(fakeModel(), { ...base, seeds: [2] });
    expect(picture(together.latents, 2)).toEqual(alone.latents.data);
    const again = await generate(fakeModel(), { ...base, seeds: [3, 1, 2, 5, 4], batchSize: 5 });
    expect(again.latents.data).toEqual(together.latents.data);
    expect(picture(together.latents, 0)).not.toEqual(picture(together.latents, 1));
  });

  it('has the size that was asked for, or the size the model was trained on', async () => {
    const { pictures } = await generate(fakeModel(), { ...base, width: 40, height: 16 });
    expect(pictures.dims).toEqual([1, 3, 16, 40]);
    const error = await failure({ width: 30 });
    expect(error.code).toBe('bad-size');
    expect(error.message).toContain('multiples of 8 pixels. Nearest: 24 or 32');
    expect((await failure({ height: 3 })).message).toContain('Nearest: 8');
    for (const height of [0, -8, 8.5, Number.NaN]) expect((await failure({ height })).code).toBe('bad-size');
  });
});

describe('guidance', () => {
  it('shows the network the negative prompt and the prompt in one call', async () => {
    const calls: Call[] = [];
    await generate(fakeModel(calls), { ...base, negativePrompt: 'blurry', seeds: [1, 2] });
    expect(calls.length).toBe(5);
    for (const call of calls) expect(call).toMatchObject({ batch: 4, first: [6, 6, 6], last: [9, 9, 9] });
  });
  it('of 1 leaves the negative prompt out', async () => {
    const calls: Call[] = [];
    await generate(fakeModel(calls), { ...base, guidance: 1 });
    expect(calls.every((call) => call.batch === 1)).toBe(true);
  });
  it('extrapolates from the negative prompt through the prompt', async () => {
    const far = await generate(fakeModel(), { ...base, guidance: 7, negativePrompt: 'a red cat' });
    const near = await generate(fakeModel(), { ...base, guidance: 1 });
    far.latents.data.forEach((value, i) => expect(value).toBeCloseTo(near.latents.data[i] ?? Number.NaN, 4));
  });
});

describe('a conditioning plan', () => {
  const plan: ConditioningPlan = {
    stageBounds: [1000, 500, 0],
    contexts: [new Float32Array([1, 1]), new Float32Array([2, 2]), new Float32Array([3, 3])],
    cells: [
      [0, 1, 1],
      [2, 2, 0],
    ],
  };
  it('gives each layer the context of its cell at the stage of the timestep', async () => {
    const calls: Call[] = [];
    await generate(fakeModel(calls), { ...base, prompt: plan, scheduler: 'ddim', steps: 4 });
    expect(calls.map((call) => call.timestep)).toEqual([751, 501, 251, 1]);
    expect(calls.map((call) => call.last)).toEqual([
      [1, 2, 2],
      [1, 2, 2],
      [3, 3, 1],
      [3, 3, 1],
    ]);
    expect(calls.every((call) => call.first.join() === '0,0,0')).toBe(true);
  });
  it('that does not fit the model or itself is refused, saying where', async () => {
    const wrong: [Partial<ConditioningPlan>, string][] = [
      [{ stageBounds: [1000, 500] }, 'end at 0'],
      [{ stageBounds: [500, 1000, 0] }, 'fall strictly'],
      [{ stageBounds: [1000, 0] }, 'cells for 2 stages'],
      [{ contexts: [new Float32Array(5)] }, '5 numbers in context 0'],
      [
        {
          cells: [
            [0, 0],
            [0, 0, 0],
          ],
        },
        '2 layers in stage 0',
      ],
      [
        {
          cells: [
            [0, 0, 0],
            [0, 7, 0],
          ],
        },
        'context 7 in stage 1',
      ],
    ];
    for (const [change, message] of wrong) {
      const error = await failure({ prompt: { ...plan, ...change } });
      expect(error.code).toBe('bad-plan');
      expect(error.message).toContain(message);
    }
  });
});

describe('a picture to start from', () => {
  const start = { picture: { data: new Float32Array(3 * 32 * 32), dims: [1, 3, 32, 32] }, strength: 0.6 };
  it('is drawn over for the last share of the steps only', async () => {
    const calls: Call[] = [];
    await generate(fakeModel(calls), { ...base, start, scheduler: 'ddim' });
    expect(calls.map((call) => call.timestep)).toEqual([401, 201, 1]);
  });
  it('of another size, and a strength that draws nothing or more than all, is refused', async () => {
    expect((await failure({ start, width: 64 })).code).toBe('bad-size');
    for (const strength of [0, 0.1, 1.1, Number.NaN]) {
      expect((await failure({ start: { ...start, strength } })).message).toContain(String(strength));
    }
  });
});

describe('while drawing', () => {
  it('every step is reported, with previews of the clean picture on request', async () => {
    const seen: GenerateProgress[] = [];
    const onStep = async (progress: GenerateProgress): Promise<void> => {
      seen.push(progress);
      expect((await progress.preview()).dims).toEqual([progress.seeds.length, 3, 32, 32]);
    };
    await generate(fakeModel(), { ...base, seeds: [1, 2, 3], batchSize: 2, onStep });
    expect(seen.map(({ step, of }) => `${step}/${of}`)).toEqual(Array.from({ length: 10 }, (_, i) => `${i + 1}/10`));
    expect(seen.map(({ seeds }) => seeds.length)).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
  });
  it('an AbortSignal ends it within one step', async () => {
    const controller = new AbortController();
    const calls: Call[] = [];
    const drawing = generate(fakeModel(calls), {
      ...base,
      signal: controller.signal,
      onStep: ({ step }) => {
        if (step === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(drawing).rejects.toMatchObject({ code: 'cancelled' });
    expect(calls.length).toBe(2);
    expect((await failure({ signal: AbortSignal.abort() })).code).toBe('cancelled');
  });
});

it('options out of range are refused by name', async () => {
  expect((await failure({ seeds: [] })).message).toContain('seed');
  expect((await failure({ seeds: [1, -4] })).message).toContain('-4');
  expect((await failure({ guidance: 0.5 })).message).toContain('guidance 0.5');
  expect((await failure({ batchSize: 0 })).message).toContain('batch size 0');
});
