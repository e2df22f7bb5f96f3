import { generate, type DiffusionModel } from '@facet/diffusion';
import { ATTRIBUTES, type Attribute } from '../attributes.ts';
import { INACTIVE, makeGrid } from '../attribution/cells.ts';
import { stageCount, type StageBounds } from '../attribution/stages.ts';
import { encodePlan } from '../plan/encode.ts';
import { planPrompt, type Binding } from '../plan/plan.ts';
import { STREAM, uniforms } from '../random/draws.ts';
import { modelWords } from '../words/load.ts';
import { wordVector } from '../words/vectors.ts';
import type { Judges, Verdict } from './judges.ts';

/** In which cells the new word stands. */
export type CellRule = (stage: number, layer: number) => boolean;

export interface WordSwap {
  /** Share of pictures whose attribute follows the new word. */
  readonly followed: number;
  /** Share that keeps the old one. */
  readonly kept: number;
  /** 1 for each picture that follows, for intervals. */
  readonly outcomes: readonly number[];
}

const pick = (words: readonly string[], share: number): string => words[Math.floor(share * words.length)]!;

/** Words for all four attributes, and another word for one of them; a function of (attribute, number). */
function drawWords(judges: Judges, attribute: Attribute, number: number): { old: Verdict; next: string } {
  const u = uniforms(ATTRIBUTES.indexOf(attribute), number, STREAM.bootstrap, 5);
  const old = Object.fromEntries(ATTRIBUTES.map((name, i) => [name, pick(judges.factors[name], u[i]!)])) as Verdict;
  const others = judges.factors[attribute].filter((word) => word !== old[attribute]);
  return { old, next: pick(others, u[4]!) };
}

/**
 * How far a set of cells decides an attribute: pictures of random words are drawn with the attribute's word exchanged in
 * those cells only, and judged. This is what an attribution map is measured by, and the most that a token in those cells
 * can do.
 */
export async function swapWords(
  model: DiffusionModel,
  judges: Judges,
  attribute: Attribute,
  stageBounds: StageBounds,
  rule: CellRule,
  count: number,
): Promise<WordSwap> {
  const template = (await modelWords(model.directory)).templates.attributes[0]!;
  const cells = makeGrid(stageCount(stageBounds), model.layers.length, (stage, layer) =>
    rule(stage, layer) ? 0 : INACTIVE,
  );
  const outcomes: number[] = [];
  let kept = 0;
  for (let number = 0; number < count; number++) {
    const { old, next } = drawWords(judges, attribute, number);
    const words = ATTRIBUTES.map((name): [string, Binding] => [name, { kind: 'word', word: old[name] }]);
    const vectors = [wordVector(model, next)];
    const swapped: Binding = { kind: 'token', vectors, cells, stageBounds, fallbackWord: old[attribute] };
    const bindings = { ...Object.fromEntries(words), [attribute]: swapped };
    const plan = planPrompt(template, bindings, model.layers.length, model.tokenizer);
    const { pictures } = await generate(model, {
      prompt: await encodePlan(model, plan, () => vectors[0]!),
      seeds: [number],
      steps: 15,
      guidance: 3.5,
      scheduler: 'dpm-solver++',
    });
    const [verdict] = await judges.judge('judge-a', pictures);
    outcomes.push(verdict![attribute] === next ? 1 : 0);
    if (verdict![attribute] === old[attribute]) kept += 1;
  }
  return { followed: outcomes.reduce((sum, value) => sum + value, 0) / count, kept: kept / count, outcomes };
}
