import { describe, expect, it } from 'vitest';
import { normals, stratifiedTimesteps, STREAM, uniforms } from './draws.ts';
import { philox } from './philox.ts';

describe('counter-based draws', () => {
  it('match the known answers of Random123 for philox4x32-10', () => {
    expect(philox([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const ones = 0xffffffff;
    expect(philox([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]);
    expect(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });

  it('depend on seed, step and stream and on nothing else', () => {
    expect(normals(1, 2, STREAM.noise, 7)).toEqual(normals(1, 2, STREAM.noise, 9).slice(0, 7));
    expect(normals(1, 2, STREAM.noise, 7)).not.toEqual(normals(2, 2, STREAM.noise, 7));
    expect(normals(1, 2, STREAM.noise, 7)).not.toEqual(normals(1, 3, STREAM.noise, 7));
    expect(uniforms(1, 2, STREAM.noise, 7)).not.toEqual(uniforms(1, 2, STREAM.timestep, 7));
    expect(uniforms(2 ** 40, 0, 0, 4)).not.toEqual(uniforms(0, 0, 0, 4));
  });

  it('are standard normal', () => {
    const x = normals(5, 0, STREAM.noise, 40_000);
    const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
    const variance = x.reduce((sum, v) => sum + v * v, 0) / x.length - mean * mean;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it('spread timesteps evenly over the range and stay inside it', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let step = 0; step < 500; step++)
      for (const t of stratifiedTimesteps(3, step, 6, 0, 1000)) counts[Math.floor(t / 100)]!++;
    for (const count of counts) expect(Math.abs(count - 300)).toBeLessThan(45);
  });

  it('refuse a seed that is not a whole number', () => {
    expect(() => uniforms(1.5, 0, 0, 1)).toThrow(/1\.5/);
    expect(() => uniforms(-1, 0, 0, 1)).toThrow(/-1/);
  });
});
