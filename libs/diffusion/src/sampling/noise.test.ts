import { expect, it } from 'vitest';
import { SamplingError } from './errors.ts';
import { gaussianNoise } from './noise.ts';

it('a seed gives the same numbers as torch.randn on a CPU', () => {
  // torch.randn(40, generator=torch.Generator().manual_seed(7)) and (16, manual_seed(4294967295)), torch 2.11.
  const expected = [
    -0.820135, 0.395631, 0.898908, -1.388404, -0.166996, 0.28515, -0.641092, -0.893655, 0.926543, -0.535512, -1.15972,
    -0.460157, 0.708539, 1.012755, 0.230397, 1.090165, -1.582665, -0.324567, 1.926368, -0.330012, 0.198445, 0.782073,
    1.039108, -0.724511, -0.135437, 0.747118, 0.611816, 1.867784, 2.511603, -1.254785, 0.816456, -1.065399, -1.637021,
    0.157712, 0.395741, -1.36774, -0.100734, 0.237015, 0.632682, -0.091677,
  ];
  const values = gaussianNoise(7, 40);
  expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
  const large = gaussianNoise(4294967295, 16);
  [
    -2.664298, -1.091049, 0.451447, 0.228361, 1.898618, 1.564209, -1.2554, 0.793644, -1.751495, -0.709675, 1.218266,
    0.222246, -2.515884, 0.483752, 0.841787, 0.14091,
  ].forEach((value, i) => expect(large[i]).toBeCloseTo(value, 5));
});

it('the numbers are standard normal and differ between seeds', () => {
  const values = gaussianNoise(1, 100_000);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.01);
  expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  expect(gaussianNoise(2, 16)).not.toEqual(gaussianNoise(1, 16));
});

it('a seed that is no whole number from 0 to 2^32 - 1 is refused', () => {
  for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) {
    expect(() => gaussianNoise(seed, 16)).toThrow(SamplingError);
  }
});
