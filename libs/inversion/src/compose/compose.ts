import { ATTRIBUTES } from '@facet/base';
import type { ConditioningPlan, DiffusionModel } from '@facet/diffusion';
import { checkFingerprint, identityOf } from '../fingerprint.ts';
import { encodePlan } from '../plan/encode.ts';
import { planPrompt, type Binding } from '../plan/plan.ts';
import { atStrength } from '../plan/strength.ts';
import { assertNamed } from '../plan/template.ts';
import { bindToken } from '../tokens/token-set.ts';
import { modelWords } from '../words/load.ts';
import { wordVector } from '../words/vectors.ts';
import type { Composition } from '../recipe/composition.ts';
import { tokenFor } from '../recipe/token-use.ts';
import { composedWeights } from './weights.ts';

/**
 * Puts tokens of several pictures into one prompt, each in its own stages and layers. Differences of weights that come with
 * them go into the plan, so that whoever draws from it draws with them. Where a token that was trained before a class word
 * stands for the object, the class word follows it.
 *
 * @throws InversionError `fingerprint-mismatch`, `invalid-prompt` (a placeholder without token or word, a token that the
 * prompt never names), `invalid-input` (a strength out of range); TokenizerError `prompt-too-long`.
 */
export async function compose(model: DiffusionModel, composition: Composition): Promise<ConditioningPlan> {
  const identity = identityOf(model);
  const words = await modelWords(model.directory);
  let template = composition.prompt ?? words.templates.attributes[0]!;
  const bindings: Record<string, Binding> = {};
  const vectors = new Map<string, readonly Float32Array[]>();
  for (const attribute of ATTRIBUTES) {
    const use = composition.tokens[attribute];
    const word = composition.words?.[attribute];
    if (use !== undefined) {
      checkFingerprint(use.set, identity, `The ${attribute} token`);
      assertNamed(template, attribute);
      const token = tokenFor(use.set, attribute);
      if (attribute === 'object' && token.classWord !== undefined)
        template = template.replaceAll('{object}', `{object} ${token.classWord}`);
      bindings[attribute] = bindToken(token, use.set.stageBounds);
      const base = wordVector(model, token.fallbackWord ?? token.initialWord);
      const strength = use.strength ?? 1;
      vectors.set(
        attribute,
        token.vectors.map((vector) => atStrength(base, vector, strength, model.embeddingWidths)),
      );
    } else if (word !== undefined) bindings[attribute] = { kind: 'word', word };
    else if (composition.prompt === undefined)
      bindings[attribute] = { kind: 'word', word: attribute === 'object' ? words.neutral.object : undefined };
  }
  const plan = planPrompt(template, bindings, model.layers.length, model.tokenizer, model.pooledWidth !== undefined);
  const encoded = await encodePlan(model, plan, (placeholder, vector) => vectors.get(placeholder)![vector]!);
  const weights = composedWeights(model, Object.values(composition.tokens));
  return weights === undefined ? encoded : { ...encoded, weights };
}
