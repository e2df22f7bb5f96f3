import { demoModelDirectory, encodePrompt, generate, loadModel } from '@facet/diffusion';
import { afterAll, describe, expect, it } from 'vitest';
import { CALIBRATION_SAMPLING } from '../sampling.ts';
import { TwoPromptSampler } from './sampler.ts';
import { cellsAtSteps, EVERYWHERE, NOWHERE, swapKey, type Swap } from './swap.ts';

const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
afterAll(() => model.close());

const rule = (stage: number, layer: number): boolean => stage === 0 || layer === 3;

describe('pictures of two prompts', () => {
  it('drawn together are those that each plan gives on its own', async () => {
    const sampler = new TwoPromptSampler(model);
    const layers = model.layers.length;
    const [old, next] = await Promise.all([
      encodePrompt(model, 'a flat drawing of a red cat lying'),
      encodePrompt(model, 'a flat drawing of a red house lying'),
    ]);
    const stageBounds = [1000, 500, 0];
    const cells = [EVERYWHERE, NOWHERE, { stageBounds, rule }].map((set) =>
      cellsAtSteps(set, sampler.timesteps, layers),
    );
    const together = await sampler.draw(cells.map((each, i) => ({ seed: i, old, next, cells: each })));

    const plan = (grid: (stage: number, layer: number) => boolean) => ({
      stageBounds,
      contexts: [old.hidden, next.hidden],
      cells: [0, 1].map((stage) => Array.from({ length: layers }, (_, layer) => Number(grid(stage, layer)))),
    });
    const { steps, guidance, scheduler } = CALIBRATION_SAMPLING;
    const size = together.data.length / 3;
    for (const [seed, grid] of [() => true, () => false, rule].entries()) {
      const alone = await generate(model, { prompt: plan(grid), seeds: [seed], steps, guidance, scheduler });
      const drawn = together.data.subarray(seed * size, (seed + 1) * size);
      const difference = drawn.reduce((most, value, i) => Math.max(most, Math.abs(value - alone.pictures.data[i]!)), 0);
      expect(difference).toBeLessThan(2e-3);
    }
  });

  it('have one key however their cells are described, and the unchanged one whatever the attribute', () => {
    const timesteps = [900, 600, 300];
    const key = (swap: Partial<Swap>, cells: Swap['cells']): string => {
      const whole: Swap = { attribute: 'color', number: 0, kind: 'exchanged', cells, ...swap };
      return swapKey(whole, cellsAtSteps(cells, timesteps, 2));
    };
    const upper = { stageBounds: [1000, 500, 0], rule: (stage: number) => stage === 0 };
    const same = { stageBounds: [1000, 800, 400, 0], rule: (stage: number) => stage <= 1 };
    expect(key({}, upper)).toBe(key({}, same));
    expect(key({}, NOWHERE)).toBe(key({ attribute: 'style' }, NOWHERE));
    expect(key({}, EVERYWHERE)).not.toBe(key({ attribute: 'style' }, EVERYWHERE));
    expect(key({}, upper)).not.toBe(key({ kind: 'alone' }, upper));
  });
});
