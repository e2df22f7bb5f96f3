import { isWithin, SAMPLING_BOUNDS } from '@facet/base';
import { InversionError } from '../errors.ts';
import { dot, norm, partsOf } from '../vector.ts';

/**
 * A token at a strength: the way from the fallback word's vector (strength 0) to the token (1) and beyond it (up to 2).
 *
 * The direction moves on the great circle through both (spherical interpolation) and the length linearly. Norm control
 * keeps tokens about as long as words, and a straight line between two long vectors at a wide angle would pass through
 * short ones that mean little to the text encoder; above 1 the direction goes on by the same angle and the length stays
 * the token's, where a straight line would grow without bound.
 */
export function atStrength(
  fallback: Float32Array,
  token: Float32Array,
  strength: number,
  widths: readonly number[] = [token.length],
): Float32Array {
  if (!isWithin(strength, SAMPLING_BOUNDS.strength))
    throw new InversionError(
      'invalid-input',
      `Strength ${strength} is not between 0 (fallback word) and ${SAMPLING_BOUNDS.strength.max}.`,
    );
  if (strength === 1) return token;
  const result = new Float32Array(token.length);
  const ways = [fallback, token, result].map((vector) => partsOf(vector, widths));
  for (const part of widths.keys()) ways[2]![part]!.set(onTheWay(ways[0]![part]!, ways[1]![part]!, strength));
  return result;
}

function onTheWay(fallback: Float32Array, token: Float32Array, strength: number): Float32Array {
  const [lengthA, lengthB] = [norm(fallback), norm(token)];
  const cosine = Math.min(1, Math.max(-1, dot(fallback, token) / (lengthA * lengthB)));
  const angle = Math.acos(cosine);
  const length = lengthA + Math.min(1, strength) * (lengthB - lengthA);
  // Parallel vectors span no circle; there the direction simply stays.
  const [a, b] =
    angle < 1e-6
      ? [0, 1]
      : [Math.sin((1 - strength) * angle) / Math.sin(angle), Math.sin(strength * angle) / Math.sin(angle)];
  return token.map((value, i) => length * ((a * fallback[i]!) / lengthA + (b * value) / lengthB));
}
