import { ATTRIBUTES, type Attribute, SAMPLING_DEFAULTS, type SchedulerName, WHOLE_TOKEN } from '@facet/base';
import { generate, picturesAtOnce, samplingFor, type DiffusionModel, type Tensor } from '@facet/diffusion';
import type { Seen } from '../judges/observer.ts';
import { compose } from '../compose/compose.ts';
import type { Composition } from '../recipe/composition.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { colorDistance } from '../edge/assess.ts';
import { openLeakObserver } from './observer.ts';
import type { LeakReport } from '../tokens/leak-report.ts';

/**
 * How the quick estimate draws; guidance as an evaluation does, because the prompts leave factors open. On the demo model it adds about a quarter to an inversion's time. Against the evaluation's own 4 pictures a token
 * at 15 steps (12 references inverted by `matte`) a rate is off by 0.13 on average, a report's transfer by 0.08 and its
 * excess leakage by 0.09; at guidance 3.5 with 6 seeds of 6 steps it was 0.16, 0.13 and 0.09.
 */
const LEAK_SAMPLING = {
  seeds: [100, 101, 102, 103, 104],
  steps: 8,
  guidance: SAMPLING_DEFAULTS.guidance,
  scheduler: SAMPLING_DEFAULTS.scheduler as SchedulerName,
};

export interface LeakOptions {
  /** Ends the measuring within one denoising step, by sampling's error `cancelled`. */
  readonly signal?: AbortSignal;
  /** Denoising steps done, of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * A quick estimate of what each token carries: draws every token alone, and no token at all, from the same noise and
 * counts how often each factor is seen as in the reference. A token of the whole picture is tried in the place of every
 * attribute.
 *
 * @param reference the picture that the tokens were learned from, `[1, 3, height, width]` in [-1, 1].
 * @throws InversionError `no-judge` where the model has neither factor classifiers nor an image encoder,
 *   `fingerprint-mismatch` for tokens of another model
 */
export async function measureLeaks(
  model: DiffusionModel,
  set: TokenSet,
  reference: Tensor,
  options: LeakOptions = {},
): Promise<LeakReport> {
  const observer = await openLeakObserver(model, set.objectWord);
  try {
    const [truth] = await observer.observe(reference);
    const measured = ATTRIBUTES.filter((attribute) => truth![0]![attribute] !== undefined);
    const tokens = ATTRIBUTES.filter((attribute) =>
      set.tokens.some(({ name }) => name === attribute || name === WHOLE_TOKEN),
    );
    const compositions = [{ tokens: {} }, ...tokens.map((attribute) => aloneComposition(set, attribute))];
    // The last set shows the color beside words for the rest.
    const pictureSets = compositions.length + 1;
    const shares: Shares[] = [];
    for (const [i, composition] of compositions.entries()) {
      const seen = await observer.observe(await draw(model, composition, options, i, pictureSets));
      shares.push(Object.fromEntries(measured.map((attribute) => [attribute, shareAs(truth!, seen, attribute)])));
    }
    const [base, ...rates] = shares;
    const colored = colorComposition(set, truth![0]!);
    const last = colored && (await draw(model, colored, options, compositions.length, pictureSets));
    return {
      judge: observer.name,
      seen: Object.fromEntries(measured.map((attribute) => [attribute, wordsFor(truth!, attribute)])),
      rates: Object.fromEntries(tokens.map((attribute, i) => [attribute, rates[i]!])),
      base: base!,
      ...(last === undefined ? {} : { colorDistance: colorDistance(reference, last) }),
      ...samplingFor(model, LEAK_SAMPLING),
      seeds: [...LEAK_SAMPLING.seeds],
    };
  } finally {
    await observer.close();
  }
}

type Shares = Partial<Record<Attribute, number>>;

/** Share over pictures and judges in which the factor is seen as the same judge sees it in the reference. */
function shareAs(truth: readonly Seen[], seen: readonly (readonly Seen[])[], attribute: Attribute): number {
  const same = seen.flatMap((judges) => judges.map((each, judge) => each[attribute] === truth[judge]![attribute]));
  return same.filter(Boolean).length / same.length;
}

/** The word for the reference, or both where two judges differ. */
const wordsFor = (truth: readonly Seen[], attribute: Attribute): string =>
  [...new Set(truth.map((each) => each[attribute]))].join('/');

/** The color token beside words for the rest, so that pictures differ from the reference's by the color alone. */
function colorComposition(set: TokenSet, { color: _color, ...words }: Seen): Composition | undefined {
  if (set.tokens.some(({ name }) => name === 'color')) return { tokens: { color: { set } }, words };
  return set.tokens.some(({ name }) => name === WHOLE_TOKEN) ? { tokens: { object: { set } } } : undefined;
}

/** One attribute's token alone: the prompt names no other factor. */
const aloneComposition = (set: TokenSet, attribute: Attribute): Composition => ({
  tokens: { [attribute]: { set } },
});

async function draw(
  model: DiffusionModel,
  composition: Composition,
  { signal, onProgress }: LeakOptions,
  index: number,
  count: number,
): Promise<Tensor> {
  const { pictures } = await generate(model, {
    prompt: await compose(model, composition),
    ...LEAK_SAMPLING,
    // On a CPU batches gain less than a session of another size costs; previews have left one for single pictures.
    batchSize: picturesAtOnce(model.device),
    onStep: ({ step, of }) => onProgress?.(index * of + step, count * of),
    ...(signal === undefined ? {} : { signal }),
  });
  return pictures;
}
