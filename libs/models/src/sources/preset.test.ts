import { describe, expect, it } from 'vitest';
import { findPreset } from './preset.ts';

/** As in the scheduler_config.json files of their repositories. */
const base = { _class_name: 'EulerDiscreteScheduler', timestep_spacing: 'leading', prediction_type: 'epsilon' };
const turbo = { ...base, _class_name: 'EulerAncestralDiscreteScheduler', timestep_spacing: 'trailing' };
const lcm = { ...base, _class_name: 'LCMScheduler' };
const zeroSnr = { ...turbo, prediction_type: 'v_prediction', rescale_betas_zero_snr: true };

describe('a model that was distilled to draw in few steps', () => {
  it.each([
    ['turbo', turbo, '/models/anything'],
    ['lcm', lcm, '/models/anything'],
    ['turbo', base, '/models/sd_xl_turbo_1.0_fp16.safetensors'],
    ['lightning', base, '/models/sdxl_lightning_4step.safetensors'],
    ['lightning', base, '/models/DreamShaperXL-Lightning.safetensors'],
    ['lcm', base, '/loras/lcm-lora-sdv1-5.safetensors'],
  ])('is known as %s', (preset, schedulerConfig, path) => {
    expect(findPreset({ schedulerConfig, paths: ['/models/base.safetensors', path] }).preset).toBe(preset);
  });

  it.each([
    [base, '/models/sd_xl_base_1.0.safetensors'],
    [base, '/turbo/model.safetensors'],
    [base, '/models/turbocharged.safetensors'],
    [zeroSnr, '/models/zero-snr'],
  ])('is not any other', (schedulerConfig, path) => {
    const found = findPreset({ schedulerConfig, paths: [path] });
    expect(found).toEqual({ preset: undefined, schedulerConfig, notes: [] });
  });

  it('is what somebody says, whatever it looks like', () => {
    expect(findPreset({ schedulerConfig: base, paths: ['/m/a'], given: 'lightning' }).preset).toBe('lightning');
    const path = '/m/turbo.safetensors';
    expect(findPreset({ schedulerConfig: turbo, paths: [path], given: 'none' })).toMatchObject({ preset: undefined });
  });

  it('begins at pure noise, which steps that lead do not see; a name is only a guess, and said as one', () => {
    const { schedulerConfig, notes } = findPreset({ schedulerConfig: base, paths: ['/m/sd-turbo.safetensors'] });
    expect(schedulerConfig).toEqual({ ...base, timestep_spacing: 'trailing' });
    expect(notes).toEqual([
      expect.stringMatching(/^By its name this is a turbo model, .* 4 steps .* say preset none\.$/),
    ]);
    expect(findPreset({ schedulerConfig: lcm, paths: ['/m/a'] })).toMatchObject({ schedulerConfig: lcm, notes: [] });
  });
});
