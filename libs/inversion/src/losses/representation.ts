import { dot, norm, type Vector } from '../vector.ts';

/** A hidden state and its direction, kept together because the gradient needs both. */
export interface Representation {
  readonly unit: Float64Array;
  readonly length: number;
}

/** The representation of a token: its hidden state scaled to unit length. */
export function representationOf(hidden: Vector): Representation {
  const length = norm(hidden);
  return { unit: Float64Array.from(hidden, (value) => value / length), length };
}

/**
 * Gradient through the normalisation r = h / |h|: dh = (dr - r (r . dr)) / |h|.
 */
export function throughNormalisation(representation: Representation, gradient: Vector): Float64Array {
  const { unit, length } = representation;
  const along = dot(unit, gradient);
  return unit.map((value, i) => (gradient[i]! - value * along) / length);
}

/** The share-weighted mean of unit representations; it is not scaled again (c_gt of docs/method.md). */
export function weightedMean(parts: readonly { unit: Float64Array; share: number }[]): Float64Array {
  const total = parts.reduce((sum, part) => sum + part.share, 0);
  const out = new Float64Array(parts[0]!.unit.length);
  for (const { unit, share } of parts) unit.forEach((value, i) => (out[i] = out[i]! + (value * share) / total));
  return out;
}
