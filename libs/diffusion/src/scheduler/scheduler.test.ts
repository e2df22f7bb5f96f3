import { SCHEDULERS, type SchedulerName } from '@facet/base';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readSettings } from './config.ts';
import { parsePythonJson } from '@facet/models';
import { SchedulerError } from './errors.ts';
import { createScheduler, readAlphaSchedule } from './scheduler.ts';
import { takeStep, type Past } from './step.ts';

interface Golden {
  name: SchedulerName;
  steps: number;
  config: Record<string, unknown>;
  timesteps: number[];
  latents: number[];
}
const path = join(import.meta.dirname, '../../test/golden/sampling.json.gz');
const golden = (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { schedulers: Golden[] }).schedulers;

/** The network of tools/golden/sampling.py. */
const madeUpNetwork = (sample: Float32Array, timestep: number): Float32Array =>
  sample.map((value) => Math.tanh(0.8 * value) + 0.3 * Math.cos(timestep * 0.01));

function sampleWith({ name, config, steps }: Golden): { timesteps: number[]; latents: Float32Array } {
  const scheduler = createScheduler(name, config, steps);
  let sample: Float32Array = Float32Array.from(
    { length: 64 },
    (_, i) => (((i * 37) % 101) / 25 - 2) * scheduler.initialNoise,
  );
  let past: Past | undefined;
  for (const [i, step] of scheduler.steps.entries()) {
    const output = madeUpNetwork(
      sample.map((value) => value * step.inputScale),
      step.timestep,
    );
    const noise = sample.map((_, k) => Math.sin(12.9898 * k + 78.233 * i + 1));
    ({ next: sample, past } = takeStep(step, sample, output, past, noise));
  }
  return { timesteps: scheduler.steps.map((step) => step.timestep), latents: sample };
}

function failure(action: () => unknown): SchedulerError {
  try {
    action();
  } catch (error) {
    if (error instanceof SchedulerError) return error;
    throw error;
  }
  throw new Error('expected a SchedulerError');
}

describe('timesteps and latents equal those of diffusers', () => {
  const seen = new Map<string, number>();
  for (const expected of golden) {
    const title = `${expected.name}, ${expected.steps} steps, ${JSON.stringify(expected.config).slice(0, 160)}`;
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    it(`${title}${count > 1 ? ` (${count})` : ''}`, () => {
      const { timesteps, latents } = sampleWith(expected);
      expect(timesteps.length).toBe(expected.timesteps.length);
      timesteps.forEach((timestep, i) => expect(timestep).toBeCloseTo(expected.timesteps[i] ?? Number.NaN, 3));
      const size = Math.max(1, ...expected.latents.map(Math.abs));
      const worst = Math.max(...latents.map((value, i) => Math.abs(value - (expected.latents[i] ?? Number.NaN))));
      expect(worst / size).toBeLessThan(1e-5);
    });
  }
});

describe('scheduler_config.json', () => {
  it('with a setting nobody knows is refused by name', () => {
    for (const name of SCHEDULERS) {
      const error = failure(() => readSettings(name, { new_trick: 3 }));
      expect(error.code).toBe('unsupported-setting');
      expect(error.message).toContain('"new_trick" (3)');
    }
  });
  it('with a value that is not supported is refused by name and value', () => {
    expect(failure(() => readSettings('ddim', { prediction_type: 'sample' })).message).toContain('"sample"');
    expect(failure(() => readSettings('euler', { use_beta_sigmas: true })).message).toContain('use_beta_sigmas');
    expect(failure(() => readSettings('dpm-solver++', { thresholding: true })).message).toContain('dpm-solver++');
    expect(failure(() => readSettings('dpm-solver++', { solver_order: 3 })).message).toContain('solver_order');
    expect(failure(() => readSettings('ddim', { beta_schedule: 'sigmoid' })).message).toContain('sigmoid');
    const both = { rescale_betas_zero_snr: true };
    expect(failure(() => readSettings('ddim', both)).message).toContain('rescale_betas_zero_snr');
  });
  it('with a value that only some schedulers heed names those that do not', () => {
    const { message } = failure(() => readSettings('dpm-solver++', { use_exponential_sigmas: true }));
    expect(message).toContain('ddim, euler-ancestral, lcm, tcd take no notice of it');
    expect(readSettings('ddim', { use_exponential_sigmas: true }).timestep_spacing).toBe('leading');
  });
  it('written for another scheduler is taken, without the settings that do not concern ours', () => {
    const pndm = { _class_name: 'PNDMScheduler', skip_prk_steps: true, use_karras_sigmas: true, clip_sample: true };
    expect(readSettings('ddim', pndm).clip_sample).toBe(true);
    expect(readSettings('euler', pndm).use_karras_sigmas).toBe(true);
    const lcm = { _class_name: 'LCMScheduler', original_inference_steps: 50, timestep_scaling: 10 };
    for (const name of SCHEDULERS) expect(() => readSettings(name, lcm)).not.toThrow();
    const unipc = { _class_name: 'UniPCMultistepScheduler', solver_type: 'bh1' };
    expect(readSettings('dpm-solver++', unipc).solver_type).toBe('midpoint');
    expect(readSettings('unipc', unipc).solver_type).toBe('bh1');
    expect(readSettings('unipc', { solver_type: 'heun' }).solver_type).toBe('bh2');
  });
  it('may hold the infinities that Python writes', () => {
    const config = parsePythonJson('{"lambda_min_clipped": -Infinity, "sigma_max": Infinity, "note": "Infinity"}');
    expect(config).toEqual({ lambda_min_clipped: -Infinity, sigma_max: Infinity, note: 'Infinity' });
  });
});

describe('steps', () => {
  it('that the schedule cannot give are refused', () => {
    for (const steps of [0, -1, 2.5, 1001]) {
      expect(failure(() => createScheduler('ddim', {}, steps)).code).toBe('bad-steps');
    }
    expect(failure(() => createScheduler('ddim', { steps_offset: 1 }, 1000)).message).toContain('1000');
    expect(failure(() => createScheduler('dpm-solver++', {}, 1000)).code).toBe('bad-steps');
  });
});

it('the alpha schedule falls from nearly clean to nearly noise', () => {
  const { alphasCumprod, predictionType } = readAlphaSchedule({
    beta_schedule: 'squaredcos_cap_v2',
    prediction_type: 'v_prediction',
  });
  expect(predictionType).toBe('v_prediction');
  expect(alphasCumprod.length).toBe(1000);
  expect(alphasCumprod[0]).toBeGreaterThan(0.9999);
  expect(alphasCumprod[999]).toBeLessThan(1e-8);
  expect(alphasCumprod.every((alpha, t) => t === 0 || alpha < (alphasCumprod[t - 1] ?? 0))).toBe(true);
});
