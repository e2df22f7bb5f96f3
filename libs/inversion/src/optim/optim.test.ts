import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { norm } from '../vector.ts';
import { adamwUpdate, newAdamWState } from './adamw.ts';
import { pullNorm } from './norm-control.ts';

interface Golden {
  options: { lr: number; betas: [number, number]; eps: number; weight_decay: number };
  start: number[];
  gradients: number[][];
  snapshots: Record<string, number[]>;
}
const goldens = JSON.parse(readFileSync(new URL('../../test/golden/adamw.json', import.meta.url), 'utf8')) as Golden[];

describe('AdamW', () => {
  it.each(goldens)('follows torch.optim.AdamW for 100 steps (case %#)', (golden) => {
    const parameter = Float32Array.from(golden.start);
    const state = newAdamWState(parameter.length);
    const options = {
      learningRate: golden.options.lr,
      beta1: golden.options.betas[0],
      beta2: golden.options.betas[1],
      epsilon: golden.options.eps,
      weightDecay: golden.options.weight_decay,
    };
    golden.gradients.forEach((gradient, index) => {
      adamwUpdate(parameter, Float32Array.from(gradient), state, index + 1, options);
      const wanted = golden.snapshots[String(index + 1)];
      wanted?.forEach((value, i) => expect(Math.abs(parameter[i]! - value)).toBeLessThan(5e-6));
    });
  });
});

describe('norm control', () => {
  it('moves the length by the asked share and keeps the direction', () => {
    const vector = Float32Array.of(3, 4);
    pullNorm(vector, 1, 0.5);
    expect(norm(vector)).toBeCloseTo(3, 6);
    expect(vector[0]! / vector[1]!).toBeCloseTo(0.75, 6);
    pullNorm(vector, 1, 1);
    expect(norm(vector)).toBeCloseTo(1, 6);
  });
});
