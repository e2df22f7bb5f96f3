import { squaredDistance } from '../vector.ts';

/** A loss term's value and its gradient with respect to the two representations that are learned. */
export interface PairLoss {
  readonly value: number;
  readonly gradAnchor: Float64Array;
  readonly gradOther: Float64Array;
}

/**
 * The disentangling term (docs/method.md), L_CS with (anchor, other) = (color, style) and L_O with (object, layout):
 *
 *   L = |a - g|^2 + (|a - b|^2 - |g - b|^2)^2
 *
 * a: representation of the anchored token, b: of the other token, g: the ground truth of a (a mean of representations
 * of real words). The first part draws a to g; the second keeps a and g equally far from b, so that b cannot become a
 * second copy of a. All three are the text encoder's outputs; a and b have unit length.
 */
export function disentangle(a: Float64Array, b: Float64Array, g: Float64Array): PairLoss {
  const imbalance = squaredDistance(a, b) - squaredDistance(g, b);
  const gradAnchor = new Float64Array(a.length);
  const gradOther = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    gradAnchor[i] = 2 * (a[i]! - g[i]!) + 4 * imbalance * (a[i]! - b[i]!);
    // d|a-b|^2/db - d|g-b|^2/db = 2(b-a) - 2(b-g) = 2(g-a)
    gradOther[i] = 4 * imbalance * (g[i]! - a[i]!);
  }
  return { value: squaredDistance(a, g) + imbalance ** 2, gradAnchor, gradOther };
}
