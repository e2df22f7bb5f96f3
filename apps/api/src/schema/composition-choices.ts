import { SAMPLING_BOUNDS, SAMPLING_DEFAULTS } from '@facet/base';
import type { ArgBuilder } from '@pothos/core';
import { id, MUTATION_KEY, ranged } from './arguments.ts';
import { builder } from './builder.ts';
import { AttributeEnum } from './enums.ts';

type Types = typeof builder.$inferSchemaTypes;
type Defaults = Partial<typeof SAMPLING_DEFAULTS> & { readonly seeds?: number[] };

export const NEW_COMPOSITION: Defaults = { ...SAMPLING_DEFAULTS, seeds: [SAMPLING_DEFAULTS.seed] };

const SlotInput = builder.inputType('SlotInput', {
  description: 'A token for one attribute.',
  fields: (t) => ({
    attribute: t.field({ type: AttributeEnum, required: true }),
    tokenId: t.id(id('Token')),
    strength: t.float({
      defaultValue: SAMPLING_DEFAULTS.strength,
      description: ranged(SAMPLING_BOUNDS.strength, "0: the token's plain word, 1: the token, more: exaggerated."),
    }),
  }),
});

const WordInput = builder.inputType('AttributeWordInput', {
  description: 'A plain word for an attribute without a token.',
  fields: (t) => ({
    attribute: t.field({ type: AttributeEnum, required: true }),
    word: t.string({ required: true }),
  }),
});

const SIDE =
  'In pixels, a multiple of pixelsMultiple of the model; by default its own. The area may be four times that of its own pictures, and counts in pictures as many times as it was begun.';

/** Their defaults are in the schema where there is nothing before: a composition that is run again keeps what it had. */
export const choices = (arg: ArgBuilder<Types>, defaults: Defaults) => ({
  prompt: arg.string({
    description: 'With {color}, {style}, {object}, {layout} where tokens or words go; null: attributes only.',
  }),
  negativePrompt: arg.string({ defaultValue: defaults.negativePrompt }),
  slots: arg({ type: [SlotInput], description: 'At most one token per attribute.' }),
  words: arg({ type: [WordInput] }),
  seeds: arg({
    type: ['Seed'],
    defaultValue: defaults.seeds,
    description: `One picture for each, at most ${SAMPLING_BOUNDS.pictures.max}.`,
  }),
  steps: arg.int({
    defaultValue: defaults.steps,
    description: ranged(SAMPLING_BOUNDS.steps, 'Of denoising.'),
  }),
  guidance: arg.float({
    defaultValue: defaults.guidance,
    description: ranged(SAMPLING_BOUNDS.guidance, 'How strictly the prompt is followed.'),
  }),
  scheduler: arg.string({ defaultValue: defaults.scheduler, description: 'One of those of the model.' }),
  width: arg.int({ description: SIDE }),
  height: arg.int({ description: SIDE }),
  clientMutationKey: arg.string(MUTATION_KEY),
});
