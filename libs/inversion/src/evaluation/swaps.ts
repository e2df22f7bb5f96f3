import { generate, type DiffusionModel } from '@facet/diffusion';
import { ATTRIBUTES, WHOLE_TOKEN, type Attribute } from '../attributes.ts';
import { compose, type Composition } from '../compose/compose.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { JUDGE_NAMES, type JudgeName, type Judges, type Verdict } from './judges.ts';
import type { Pair, Reference } from './references.ts';

/** How pictures are drawn for an evaluation; fixed, so that figures can be compared. */
export const SAMPLING = { seeds: [1, 2, 3, 4], steps: 15, guidance: 3.5, scheduler: 'dpm-solver++' } as const;

/** A two-reference swap: colour and style of one picture, object and layout of another. */
export interface SwapResult {
  /** `<file of the colour>|<file of the object>` */
  readonly swap: string;
  readonly wanted: Verdict;
  /** For each judge and seed what it saw. */
  readonly verdicts: Readonly<Record<JudgeName, readonly Verdict[]>>;
}

/** Both directions of a pair. */
export const directionsOf = ({ a, b }: Pair): { look: Reference; thing: Reference }[] => [
  { look: a, thing: b },
  { look: b, thing: a },
];

/**
 * The composition of a swap. Tokens of single-token methods stand for a whole picture, so each picture's token is named
 * once: the first where a style would stand, the second where the object would.
 */
export function swapComposition(look: TokenSet, thing: TokenSet): Composition {
  const isWhole = look.tokens.some(({ name }) => name === WHOLE_TOKEN);
  if (isWhole)
    return { prompt: 'a {style} drawing of a {object}', tokens: { style: { set: look }, object: { set: thing } } };
  return {
    tokens: { color: { set: look }, style: { set: look }, object: { set: thing }, layout: { set: thing } },
  };
}

/** Draws a swap and has it judged. */
export async function judgeSwap(
  model: DiffusionModel,
  judges: Judges,
  look: { reference: Reference; tokens: TokenSet },
  thing: { reference: Reference; tokens: TokenSet },
): Promise<SwapResult> {
  const { seeds, ...sampling } = SAMPLING;
  const plan = await compose(model, swapComposition(look.tokens, thing.tokens));
  const { pictures } = await generate(model, { prompt: plan, seeds, ...sampling });
  const [a, b] = await Promise.all(JUDGE_NAMES.map((name) => judges.judge(name, pictures)));
  const { color, style } = look.reference;
  const { object, layout } = thing.reference;
  return {
    swap: `${look.reference.file}|${thing.reference.file}`,
    wanted: { color, style, object, layout },
    verdicts: { 'judge-a': a!, 'judge-b': b! },
  };
}

export interface SwapScore {
  /** Share of pictures in which the attribute is as wanted, mean over judges and seeds. */
  readonly attributes: Readonly<Record<Attribute, number>>;
  /** Share in which both attributes of the first picture are right, and both of the second. */
  readonly look: number;
  readonly thing: number;
  /** Share in which all four are right: the swap's success. */
  readonly all: number;
}

export function scoreSwap({ wanted, verdicts }: SwapResult): SwapScore {
  const seen = JUDGE_NAMES.flatMap((name) => verdicts[name]);
  const share = (...attributes: Attribute[]): number =>
    seen.filter((verdict) => attributes.every((attribute) => verdict[attribute] === wanted[attribute])).length /
    seen.length;
  return {
    attributes: Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, share(attribute)])) as Record<
      Attribute,
      number
    >,
    look: share('color', 'style'),
    thing: share('object', 'layout'),
    all: share(...ATTRIBUTES),
  };
}
