import type { RankedWord } from './find-words.ts';

/**
 * The image encoder's probability of the best word among all of its list: the softmax of the similarities at the scale of its
 * own training. It only says which word it is, if it is one of them.
 */
export function probabilityOfBest(ranking: readonly RankedWord[], scale: number): number {
  const best = ranking[0]!.similarity;
  return 1 / ranking.reduce((sum, { similarity }) => sum + Math.exp(scale * (similarity - best)), 0);
}
