import type { SchedulerName } from '@facet/base';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from '../model/load.ts';
import type { DiffusionModel, SchedulerConfig } from '../types.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import { denoise } from './denoise.ts';
import { generate } from './generate.ts';
import { noiseSource } from './noise.ts';
import { uniformPlan } from './plan.ts';
import { encodePrompt } from './prompts.ts';

/** What tools/golden/sampling.py asked of diffusers' pipelines. */
const PROMPT = 'a red cat lying';
const NEGATIVE = 'watercolor';
const SEED = 7;
const STEPS = 20;
const GUIDANCE = 3.5;

interface Golden {
  readonly name: SchedulerName;
  readonly config: SchedulerConfig;
  /** Of image to image; null where the picture begins from noise. */
  readonly strength: number | null;
  readonly latents: number[];
}

const folder = join(import.meta.dirname, '../../test/golden');
const { pipeline } = JSON.parse(gunzipSync(readFileSync(join(folder, 'sampling.json.gz'))).toString()) as {
  pipeline: Golden[];
};
const model = await loadModel(join(folder, 'torchscript17'), { device: 'cpu', cacheDirectory: false });
afterAll(() => model.close());

/** The same model with another scheduler_config.json. */
function withConfig(config: SchedulerConfig): DiffusionModel {
  return new Proxy(model, {
    get(target, key: keyof DiffusionModel) {
      if (key === 'schedulerConfig') return config;
      const value: unknown = target[key];
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function worstDifference(latents: Float32Array, expected: readonly number[]): number {
  expect(latents.length).toBe(expected.length);
  return Math.max(...latents.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
}

const title = ({ name, config }: Golden): string =>
  `${name}, ${String(config['beta_schedule'])}, ${String(config['prediction_type'] ?? 'epsilon')}`;

describe('latents after 20 steps equal those of diffusers within 1e-3', () => {
  it.each(pipeline.filter(({ strength }) => strength === null).map((golden) => [title(golden), golden] as const))(
    'from the same seed, prompt and negative prompt: %s',
    async (_title, { name, config, latents: expected }) => {
      const { latents } = await generate(withConfig(config), {
        prompt: PROMPT,
        negativePrompt: NEGATIVE,
        seeds: [SEED],
        steps: STEPS,
        guidance: GUIDANCE,
        scheduler: name,
      });
      expect(worstDifference(latents.data, expected)).toBeLessThan(1e-3);
    },
  );

  it.each(pipeline.filter(({ strength }) => strength !== null).map((golden) => [title(golden), golden] as const))(
    'from latents that are drawn over in part: %s',
    async (_title, { name, config, strength, latents: expected }) => {
      const plan = uniformPlan(await encodePrompt(model, PROMPT), model.layers.length);
      const dims = [1, 4, 16, 16];
      const clean = Float32Array.from({ length: 1024 }, (_, i) => ((i * 37) % 101) / 25 - 2);
      const latents = await denoise(model, {
        scheduler: createScheduler(name, config, STEPS),
        guidance: { plan, negative: await encodePrompt(model, NEGATIVE), scale: GUIDANCE },
        noise: { dims, draw: noiseSource(SEED).bind(undefined, 1024) },
        start: { latents: { data: clean, dims }, strength: strength ?? 1 },
      });
      expect(worstDifference(latents.data, expected)).toBeLessThan(1e-3);
    },
  );
});

it('a picture does not depend on the pictures drawn with it beyond float noise', async () => {
  const options = { prompt: PROMPT, steps: 6, guidance: GUIDANCE };
  const together = await generate(model, { ...options, seeds: [1, 2, 3, 4] });
  const alone = await generate(model, { ...options, seeds: [3] });
  const third = together.latents.data.slice(2 * 1024, 3 * 1024);
  expect(worstDifference(third, [...alone.latents.data])).toBeLessThan(1e-4);
});
