import {
  INVERSION_BOUNDS,
  SAMPLING_BOUNDS,
  SAMPLING_DEFAULTS,
  SEED_BOUNDS,
  type Bounds,
  type SamplingPreset,
} from '@facet/base';
import { fingerprintsOf, listModels, type ModelSample, type OfferedModel } from '@facet/db';
import { signDownload } from '../downloads.ts';
import { inOrganization } from '../graphql/context.ts';
import { methodOf, minStepsOf, stepsOf } from '../work/model-of.ts';
import { AttributionType } from './attribution.ts';
import { builder } from './builder.ts';
import { ModelCardType } from './model-card.ts';
import { nodeRef } from './node.ts';
import { atMost, embedded } from './page.ts';
import { SignedUrl } from './signed-url.ts';

export const models = nodeRef<'Model', OfferedModel>(
  'Model',
  async (transaction, _viewer, ids) => {
    const wanted = new Set(ids);
    return (await listModels(transaction)).filter((model) => fingerprintsOf(model).some((each) => wanted.has(each)));
  },
  { idOf: ({ fingerprint }) => fingerprint, formerIdsOf: fingerprintsOf },
);

interface Limit {
  readonly name: string;
  readonly bounds: Bounds;
  readonly defaultValue?: number;
}

/** What arguments may be, by the name of the argument, and what they are where nobody says otherwise. */
const limitsOf = ({ steps, guidance }: SamplingPreset = SAMPLING_DEFAULTS): Limit[] => [
  { name: 'composition.steps', bounds: SAMPLING_BOUNDS.steps, defaultValue: steps },
  { name: 'composition.guidance', bounds: SAMPLING_BOUNDS.guidance, defaultValue: guidance },
  { name: 'composition.strength', bounds: SAMPLING_BOUNDS.strength, defaultValue: SAMPLING_DEFAULTS.strength },
  { name: 'composition.seeds.length', bounds: SAMPLING_BOUNDS.pictures, defaultValue: 1 },
  { name: 'inversion.steps', bounds: INVERSION_BOUNDS.steps },
  { name: 'seed', bounds: SEED_BOUNDS, defaultValue: SAMPLING_DEFAULTS.seed },
];

const LimitType = builder.objectRef<Limit>('NumberLimit').implement({
  description: 'What a number may be, both ends included.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Such as `composition.steps`.' }),
    min: t.float({ description: 'The smallest.', resolve: ({ bounds }) => bounds.min }),
    max: t.float({ description: 'The largest.', resolve: ({ bounds }) => bounds.max }),
    isWhole: t.boolean({ description: 'Whether it has no fraction.', resolve: ({ bounds }) => bounds.whole ?? false }),
    defaultValue: t.float({
      description: 'Null where it hangs on more: of the steps of an inversion see methods.',
      nullable: true,
      resolve: ({ defaultValue }) => defaultValue,
    }),
  }),
});

const MethodDefault = builder
  .objectRef<{ method: string; steps: number; minSteps: number }>('MethodDefaults')
  .implement({
    description: 'What an inversion is by default, where it was tuned on the model for it.',
    fields: (t) => ({
      method: t.exposeString('method', { description: 'One of the methods of the model.' }),
      steps: t.exposeInt('steps', { description: 'Of the optimiser.' }),
      minSteps: t.exposeInt('minSteps', {
        description: 'The fewest; 0 where tokens are good before the first step.',
      }),
    }),
  });

const SampleType = builder.objectRef<ModelSample>('ModelSample').implement({
  description: 'A picture that comes with a model, of what it can draw well.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it shows, in words of the model.' }),
    picture: t.field({
      description: 'A PNG, to look at or to upload as your own.',
      type: SignedUrl,
      resolve: ({ name, storageKey }, _args, context) => signDownload(context, storageKey, `${name}.png`, 'inline'),
    }),
  }),
});

builder.objectType(models.ref, {
  name: 'Model',
  description: 'A model that workers have offered. It belongs to no organisation.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As its workers call it.' }),
    fingerprint: t.exposeString('fingerprint', {
      description: 'SHA-256 in hexadecimal. Tokens work with their own model only.',
    }),
    devices: t.stringList({
      description: 'Of the workers that offer it now; empty when none does.',
      resolve: ({ devices }) => [...devices],
    }),
    pixels: t.int({ description: 'Side of its native square picture.', resolve: ({ traits }) => traits.size }),
    pixelsMultiple: t.int({
      description: 'What the sides of its pictures are multiples of. Null until a worker has said it.',
      nullable: true,
      resolve: ({ traits }) => traits.sizeMultiple,
    }),
    family: t.string({
      description:
        'The line of models whose architecture it has: `sd1`, `sd2` or `sdxl`. Null until a worker has said it.',
      nullable: true,
      resolve: ({ traits }) => traits.family,
    }),
    prediction: t.string({
      description: 'What its U-Net predicts: `epsilon` or `v_prediction`. Null until a worker has said it.',
      nullable: true,
      resolve: ({ traits }) => traits.prediction,
    }),
    methods: t.stringList({
      description: 'By which its workers invert; names for startInversion.',
      resolve: ({ traits }) => [...traits.methods],
    }),
    schedulers: t.stringList({
      description: 'Samplers that it can draw with.',
      resolve: ({ traits }) => [...traits.schedulers],
    }),
    methodDefaults: t.field({
      description: 'One for each of its methods.',
      type: [MethodDefault],
      extensions: embedded(50),
      resolve: (model) =>
        model.traits.methods.map((method) => ({
          method,
          steps: stepsOf(model, method),
          minSteps: minStepsOf(model, method),
        })),
    }),
    defaultMethod: t.string({
      description: 'That of its methods by which startInversion inverts where you name none.',
      resolve: methodOf,
    }),
    defaultScheduler: t.string({
      description: 'The sampler that it draws best with; limits have its steps and its guidance.',
      resolve: ({ traits: { sampling = SAMPLING_DEFAULTS, schedulers } }) =>
        schedulers.includes(sampling.scheduler) ? sampling.scheduler : schedulers[0]!,
    }),
    limits: t.field({
      description: 'What numbers in arguments may be with it.',
      type: [LimitType],
      extensions: embedded(50),
      resolve: ({ traits }) => limitsOf(traits.sampling),
    }),
    attribution: t.field({
      description: 'Null until a worker has said it.',
      type: AttributionType,
      nullable: true,
      resolve: ({ traits }) => traits.attribution,
    }),
    card: t.field({
      description: 'What whoever made it has written down. Null where it has none, or no worker has said it.',
      type: ModelCardType,
      nullable: true,
      resolve: ({ traits }) => traits.card,
    }),
    samples: t.field({
      description:
        'Pictures to try it with, for whoever has none at hand. Empty where it comes without, or no worker has said it.',
      type: [SampleType],
      extensions: embedded(10),
      resolve: ({ traits }) => [...(traits.samples ?? [])],
    }),
    findsObjectWord: t.boolean({
      description: 'Whether it names the object of a picture by itself.',
      resolve: ({ traits }) => traits.hasImageEncoder,
    }),
  }),
});

builder.queryField('models', (t) =>
  t.field({
    description: 'Those that workers offer now or have offered.',
    type: [models.ref],
    extensions: atMost(50),
    resolve: (_root, _args, context) => inOrganization(context, (transaction) => listModels(transaction)),
  }),
);
