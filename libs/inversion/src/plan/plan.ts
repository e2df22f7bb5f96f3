import type { Tokenizer } from '@facet/diffusion';
import { INACTIVE, type CellGrid } from '../attribution/cells.ts';
import { stageCount, stageOf, unionBounds, type StageBounds } from '../attribution/stages.ts';
import { assertBound, fillTemplate, placeholdersOf } from './template.ts';

/** A learned token as a prompt uses it: which of its vectors is active in which cell. */
export interface BoundToken {
  readonly kind: 'token';
  readonly vectors: readonly Float32Array[];
  /** `[stage][layer]` over `stageBounds`: the number of the active vector, or INACTIVE. */
  readonly cells: CellGrid;
  readonly stageBounds: StageBounds;
  /** The plain word that stands in its place in inactive cells; undefined leaves the place out. */
  readonly fallbackWord: string | undefined;
}

/** What a placeholder stands for: a token, or a plain word (undefined leaves the place out). */
export type Binding = BoundToken | { readonly kind: 'word'; readonly word: string | undefined };

/** A vector that replaces the embedding at a position. */
export interface Insert {
  readonly position: number;
  readonly placeholder: string;
  /** Number of the vector in the token bound to the placeholder. */
  readonly vector: number;
}

export interface PlannedPrompt {
  /** The prompt as text, active tokens in braces. */
  readonly text: string;
  readonly ids: readonly number[];
  /** Where its end token is. */
  readonly end: number;
  readonly inserts: readonly Insert[];
}

/** (prompt, tokens, map) resolved: stage x layer -> index into the distinct prompts. */
export interface PromptPlan {
  readonly stageBounds: StageBounds;
  readonly prompts: readonly PlannedPrompt[];
  /** `[stage][layer]` */
  readonly index: readonly (readonly number[])[];
  /**
   * `[stage]`: the prompt of the pooled vector, which conditions all layers at once; of a model that takes one. Every token
   * stands in it that any layer of the stage has, by the first of its vectors there.
   */
  readonly pooled?: readonly number[];
  readonly bindings: Readonly<Record<string, Binding>>;
}

/**
 * Resolves a template for every cell. Cells whose prompts are equal share one entry, so each distinct prompt is encoded
 * once. Tokens may have different stage bounds: the plan's stages are the union of all bounds.
 *
 * @param pools whether the model takes a pooled vector
 * @throws InversionError `invalid-prompt` for a placeholder without a binding; the tokenizer's own `prompt-too-long`.
 */
export function planPrompt(
  template: string,
  bindings: Readonly<Record<string, Binding>>,
  layerCount: number,
  tokenizer: Tokenizer,
  pools = false,
): PromptPlan {
  const names = placeholdersOf(template);
  assertBound(template, Object.keys(bindings));
  const tokens = names.map((name) => bindings[name]!).filter((binding) => binding.kind === 'token');
  const stageBounds = tokens.length > 0 ? unionBounds(tokens.map((token) => token.stageBounds)) : [1000, 0];
  const prompts: PlannedPrompt[] = [];
  const known = new Map<string, number>();
  /** The number of the prompt in which tokens stand by the vectors that a choice of their stage's row gives. */
  const promptAt = (stage: number, choose: (row: readonly number[]) => number): number => {
    const active = new Map<string, number>();
    const text = fillTemplate(template, (name) => {
      const binding = bindings[name]!;
      if (binding.kind === 'word') return binding.word;
      // The last timestep of the plan's stage lies in exactly one stage of the token's own bounds.
      const vector = choose(binding.cells[stageOf(binding.stageBounds, stageBounds[stage + 1]!)]!);
      if (vector === INACTIVE) return binding.fallbackWord;
      active.set(name, vector);
      return `{${name}}`;
    });
    const key = `${text}\n${[...active].join(' ')}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    prompts.push(tokenizePrompt(text, active, tokenizer));
    known.set(key, prompts.length - 1);
    return prompts.length - 1;
  };
  const stages = Array.from({ length: stageCount(stageBounds) }, (_, stage) => stage);
  const index = stages.map((stage) =>
    Array.from({ length: layerCount }, (_, layer) => promptAt(stage, (row) => row[layer]!)),
  );
  if (!pools) return { stageBounds, prompts, index, bindings };
  const pooled = stages.map((stage) => promptAt(stage, (row) => row.find((each) => each !== INACTIVE) ?? INACTIVE));
  return { stageBounds, prompts, index, pooled, bindings };
}

function tokenizePrompt(text: string, active: ReadonlyMap<string, number>, tokenizer: Tokenizer): PlannedPrompt {
  const marks = [...active.keys()].map((name) => `{${name}}`);
  const encoding = tokenizer.encode(text, marks);
  const inserts = [...active].flatMap(([placeholder, vector]) =>
    tokenizer
      .positionsOf(encoding, `{${placeholder}}`)
      .map((place) => ({ position: place.start, placeholder, vector })),
  );
  return { text, ids: encoding.ids, end: encoding.length - 1, inserts };
}
