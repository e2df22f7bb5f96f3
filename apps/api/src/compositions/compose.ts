import { SAMPLING_BOUNDS, SAMPLING_DEFAULTS, type Attribute } from '@facet/base';
import { startComposition, type Composition, type NewComposition } from '@facet/db';
import { InversionError } from '@facet/inversion/files';
import { assertBound, assertBraces, assertNamed } from '@facet/inversion/recipes';
import { InvalidInputError } from '../errors.ts';
import { inOrganization, type Context } from '../graphql/context.ts';
import { decodeId, encodeId } from '../ids.ts';
import { few, mutationKey, optionalText, text, within } from '../input.ts';
import { modelOf, sizeFor } from '../work/model-of.ts';
import { startRun } from '../work/start-run.ts';

type Maybe<Value> = Value | null | undefined;

export interface SlotChoice {
  readonly attribute: Attribute;
  readonly tokenId: string;
  readonly strength?: Maybe<number>;
}

/** What somebody says of a composition; ids are global. */
export interface CompositionChoices {
  readonly prompt?: Maybe<string>;
  readonly negativePrompt?: Maybe<string>;
  readonly slots?: Maybe<readonly SlotChoice[]>;
  readonly words?: Maybe<readonly { readonly attribute: Attribute; readonly word: string }[]>;
  readonly seeds?: Maybe<readonly number[]>;
  readonly steps?: Maybe<number>;
  readonly guidance?: Maybe<number>;
  readonly scheduler?: Maybe<string>;
  readonly modelId?: Maybe<string>;
  readonly width?: Maybe<number>;
  readonly height?: Maybe<number>;
}

const NOTHING = { prompt: null, slots: [], words: {}, seeds: [SAMPLING_DEFAULTS.seed] };

/**
 * Queues what is asked for, over what the composition before had, over the defaults.
 * Throws `NotFoundError`, `InvalidInputError`, `WrongStateError`, `QuotaExceededError`, `MutationKeyReusedError`.
 */
export async function compose(
  context: Context,
  choices: CompositionChoices & { readonly clientMutationKey?: Maybe<string> },
  before?: NewComposition,
): Promise<Composition> {
  const input = await compositionOf(context, choices, before);
  const key = mutationKey(choices.clientMutationKey);
  const row = await inOrganization(context, (transaction, { actor }) =>
    startComposition(transaction, actor, input, key),
  );
  startRun(context, 'composition', row);
  return row;
}

/** What is asked for, checked. Throws as `compose` does. */
export async function compositionOf(
  context: Context,
  choices: CompositionChoices,
  before?: NewComposition,
): Promise<NewComposition> {
  const model = await modelOf(context, choices.modelId ?? (before && encodeId('Model', before.fingerprint)));
  const { size, schedulers } = model.traits;
  const base = before ?? { ...NOTHING, ...SAMPLING_DEFAULTS, width: size, height: size };
  const scheduler = choices.scheduler ?? base.scheduler;
  if (!schedulers.includes(scheduler))
    throw new InvalidInputError(
      `scheduler must be one of ${schedulers.join(', ')}, and is ${JSON.stringify(scheduler)}.`,
    );
  const input: NewComposition = {
    prompt: choices.prompt === undefined ? base.prompt : (optionalText('prompt', choices.prompt, 'prompt') ?? null),
    negativePrompt: text('negativePrompt', choices.negativePrompt ?? base.negativePrompt, 'negativePrompt'),
    slots: choices.slots?.map(slotOf) ?? base.slots,
    words: choices.words ? wordsOf(choices.words) : base.words,
    seeds: few('seeds', choices.seeds ?? base.seeds, SAMPLING_BOUNDS.pictures.max),
    steps: within('steps', choices.steps ?? base.steps, SAMPLING_BOUNDS.steps),
    guidance: within('guidance', choices.guidance ?? base.guidance, SAMPLING_BOUNDS.guidance),
    scheduler,
    ...sizeFor(model, { width: choices.width ?? base.width, height: choices.height ?? base.height }),
    fingerprint: model.fingerprint,
    basedOnId: before?.basedOnId,
  };
  if (input.slots.length === 0 && input.prompt === null && Object.keys(input.words).length === 0)
    throw new InvalidInputError('Give a prompt, a slot with a token, or a word.');
  if (input.prompt !== null) checkPlaces(input.prompt, input);
  return input;
}

/** What a worker would refuse only once it is the composition's turn. Throws `InvalidInputError`. */
function checkPlaces(prompt: string, { slots, words }: Pick<NewComposition, 'slots' | 'words'>): void {
  const tokens = slots.map(({ attribute }) => attribute);
  try {
    assertBraces(prompt);
    assertBound(prompt, [...tokens, ...Object.keys(words)]);
    for (const attribute of tokens) assertNamed(prompt, attribute);
  } catch (error) {
    if (error instanceof InversionError && error.code === 'invalid-prompt') throw new InvalidInputError(error.message);
    throw error;
  }
}

export const slotOf = ({ attribute, tokenId, strength }: SlotChoice) => ({
  attribute,
  tokenId: decodeId('Token', tokenId),
  strength: within(`The strength of ${attribute}`, strength ?? SAMPLING_DEFAULTS.strength, SAMPLING_BOUNDS.strength),
});

function wordsOf(words: NonNullable<CompositionChoices['words']>): NewComposition['words'] {
  const entries = words.map(({ attribute, word }) => [attribute, text(`The word for ${attribute}`, word, 'word')]);
  return Object.fromEntries(entries) as NewComposition['words'];
}
