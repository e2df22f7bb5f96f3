import type { DiffusionModel, WeightValues } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { tokenSetHash } from '../files/token-file.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { addScaled } from '../vector.ts';
import type { TokenUse } from '../recipe/token-use.ts';

/**
 * The model's weights plus the differences of all token sets in use, each set once, times the largest strength of its
 * tokens; undefined when no set has any. Adding differences is task arithmetic (Ilharco et al., "Editing Models with Task
 * Arithmetic", 2023). It is our choice: the papers train several concepts together or solve for a common optimum.
 */
export function composedWeights(model: DiffusionModel, uses: readonly TokenUse[]): WeightValues | undefined {
  const strengths = new Map<string, { set: TokenSet; strength: number }>();
  for (const { set, strength = 1 } of uses) {
    if (set.weights === undefined) continue;
    const hash = tokenSetHash(set);
    strengths.set(hash, { set, strength: Math.max(strength, strengths.get(hash)?.strength ?? 0) });
  }
  if (strengths.size === 0) return undefined;
  const sum = new Map<string, Float32Array>();
  for (const { set, strength } of strengths.values())
    for (const [name, { data }] of set.weights!) {
      const values = sum.get(name) ?? model.weight(name);
      if (values.length !== data.length)
        throw new InversionError(
          'corrupt-file',
          `The tokens change the weight "${name}" by ${data.length} numbers; the model has ${values.length}. Invert the picture again with this model.`,
        );
      addScaled(values, data, strength);
      sum.set(name, values);
    }
  return sum;
}
