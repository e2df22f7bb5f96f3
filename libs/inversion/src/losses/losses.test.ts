import { describe, expect, it } from 'vitest';
import { normals, STREAM } from '../random/draws.ts';
import { norm } from '../vector.ts';
import { disentangle } from './disentangle.ts';
import { representationOf, throughNormalisation, weightedMean } from './representation.ts';

const random = (seed: number, size = 6) => Float64Array.from(normals(seed, 0, STREAM.noise, size));

/** Central differences of a scalar function. */
function numericGradient(f: (x: Float64Array) => number, x: Float64Array): Float64Array {
  const h = 1e-5;
  return x.map((_, i) => {
    const up = Float64Array.from(x);
    const down = Float64Array.from(x);
    up[i] = up[i]! + h;
    down[i] = down[i]! - h;
    return (f(up) - f(down)) / (2 * h);
  });
}

/** Largest difference, relative to the wanted value where that is above 1. */
const difference = (a: Float64Array, b: Float64Array): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!) / Math.max(1, Math.abs(value))));

describe('the disentangling loss', () => {
  it('has the gradients that finite differences give, through the normalisation', () => {
    const [a, b, g] = [random(1), random(2), random(3)];
    const loss = (ha: Float64Array, hb: Float64Array) =>
      disentangle(representationOf(ha).unit, representationOf(hb).unit, g).value;
    const ra = representationOf(a);
    const rb = representationOf(b);
    const { gradAnchor, gradOther } = disentangle(ra.unit, rb.unit, g);
    expect(
      difference(
        throughNormalisation(ra, gradAnchor),
        numericGradient((x) => loss(x, b), a),
      ),
    ).toBeLessThan(1e-7);
    expect(
      difference(
        throughNormalisation(rb, gradOther),
        numericGradient((x) => loss(a, x), b),
      ),
    ).toBeLessThan(1e-7);
  });

  it('is zero exactly when the token stands at its ground truth', () => {
    const g = representationOf(random(3)).unit;
    expect(disentangle(g, representationOf(random(4)).unit, g).value).toBe(0);
  });
});

describe('representations', () => {
  it('have unit length, and their mean is weighted by shares without being scaled again', () => {
    const [x, y] = [representationOf(random(1)).unit, representationOf(random(2)).unit];
    expect(norm(x)).toBeCloseTo(1, 12);
    const mean = weightedMean([
      { unit: x, share: 3 },
      { unit: y, share: 1 },
    ]);
    mean.forEach((value, i) => expect(value).toBeCloseTo(0.75 * x[i]! + 0.25 * y[i]!, 12));
  });
});
