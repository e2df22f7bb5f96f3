/** Small dense vector arithmetic on Float32Arrays; sums are taken in double precision. */
export type Vector = Float32Array | Float64Array;

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export const norm = (a: Vector): number => Math.sqrt(dot(a, a));

export function squaredDistance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

/** Views of the parts of a vector that several text encoders have, one behind the other. */
export function partsOf(vector: Float32Array, widths: readonly number[]): Float32Array[] {
  let start = 0;
  return widths.map((width) => vector.subarray(start, (start += width)));
}

/** target += factor * source */
export function addScaled(target: Vector, source: Vector, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = target[i]! + factor * source[i]!;
}

export function mean(vectors: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) addScaled(out, vector, 1 / vectors.length);
  return out;
}

/** All of them in one array, one behind the other. */
export function concatenated(vectors: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(vectors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    out.set(vector, at);
    at += vector.length;
  }
  return out;
}
