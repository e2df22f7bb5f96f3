import { norm } from '../vector.ts';

/**
 * Pulls a vector's length toward `targetNorm` in place: length' = (1 - pull) * length + pull * target. `pull` 0 does
 * nothing, 1 projects onto the sphere. Embeddings whose length leaves that of real words dominate the attention of the
 * text encoder and stop composing with other words.
 */
export function pullNorm(vector: Float32Array, targetNorm: number, pull: number): void {
  const length = norm(vector);
  if (pull === 0 || length === 0) return;
  const factor = 1 - pull + (pull * targetNorm) / length;
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! * factor;
}
