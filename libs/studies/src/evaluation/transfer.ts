import type { Attribute } from '@facet/base';
import { generate, type DiffusionModel } from '@facet/diffusion';
import { compose, type Composition, JUDGE_NAMES, type JudgeName, type Judges, type Verdict } from '@facet/inversion';
import { EVALUATION_SAMPLING } from '../sampling.ts';

/** What both judges see in pictures of one prompt, in the order of the seeds. */
export type Verdicts = Readonly<Record<JudgeName, readonly Verdict[]>>;

/** Draws a composition, one picture a seed, and has both judges look at it. */
export async function judgeComposition(
  model: DiffusionModel,
  judges: Judges,
  composition: Composition,
  seeds: readonly number[],
  signal?: AbortSignal,
): Promise<Verdicts> {
  const { steps, guidance, scheduler } = EVALUATION_SAMPLING;
  const plan = await compose(model, composition);
  const { pictures } = await generate(model, {
    prompt: plan,
    seeds,
    steps,
    guidance,
    scheduler,
    ...(signal === undefined ? {} : { signal }),
  });
  const [a, b] = await Promise.all(JUDGE_NAMES.map((name) => judges.judge(name, pictures)));
  return { 'judge-a': a!, 'judge-b': b! };
}

/** Share of the verdicts, over judges and seeds, in which all the attributes are as wanted. */
export function shareAs(verdicts: Verdicts, wanted: Partial<Verdict>, ...attributes: readonly Attribute[]): number {
  const seen = JUDGE_NAMES.flatMap((name) => verdicts[name]);
  return (
    seen.filter((verdict) => attributes.every((attribute) => verdict[attribute] === wanted[attribute])).length /
    seen.length
  );
}
