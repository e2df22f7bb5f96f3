import { INVERSION_BOUNDS, INVERSION_DEFAULTS, type StepLosses } from '@facet/base';
import { isOver, type InversionId } from '@facet/contracts';
import {
  cancelRun,
  countInversions,
  deleteInversion,
  getInversions,
  getSegments,
  keepSegmentSizes,
  keepSizes,
  listInversions,
  recordAudit,
  resumeRun,
  startInversion,
  type Inversion,
  type Segment,
} from '@facet/db';
import { assessmentSchema } from '@facet/inversion/files';
import { signDownload, signed } from '../downloads.ts';
import { inOrganization, viewerOf } from '../graphql/context.ts';
import { ticks, type Tick } from '../live/ticks.ts';
import { methodOf, minStepsOf, modelOf, sizeFor, stepsOf } from '../work/model-of.ts';
import { startRun, stopRun } from '../work/start-run.ts';
import { AssessmentType } from './assessment.ts';
import { id, MUTATION_KEY, optionalId, ranged } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { failing, missing } from './error-types.ts';
import { InvalidInputError } from '../errors.ts';
import { decodeId } from '../ids.ts';
import { images } from './image.ts';
import { mutationKey, optionalText, text, within } from '../input.ts';
import { libraries } from './library.ts';
import { models } from './model.ts';
import { nodeRef } from './node.ts';
import { atMost, connectionOf, pageArgs, PAGED, readConnection } from './page.ts';
import { runFields, runFilterArgs, runFilterOf } from './run.ts';
import { pictureField } from './picture.ts';
import { SignedUrl } from './signed-url.ts';

export const inversions = nodeRef<'Inversion', Inversion>('Inversion', (transaction, _viewer, ids) =>
  getInversions(transaction, ids),
);

const Losses = builder.objectRef<StepLosses>('StepLosses').implement({
  description: 'Losses of one step of training, the lower the better.',
  fields: (t) => ({
    reconstruction: t.exposeFloat('reconstruction', { description: 'Mean squared error of the predicted noise.' }),
    colorStyle: t.float({
      description: 'That keeps color and style apart; null for methods without it.',
      nullable: true,
      resolve: ({ colorStyle }) => colorStyle,
    }),
    objectLayout: t.float({
      description: 'That keeps object and layout apart; null for methods without it.',
      nullable: true,
      resolve: ({ objectLayout }) => objectLayout,
    }),
    total: t.exposeFloat('total', { description: 'What the step makes smaller: all of them, weighted.' }),
  }),
});

const SegmentType = builder.objectRef<Segment>('InversionSegment').implement({
  description: 'A piece of an inversion that is trained.',
  fields: (t) => ({
    step: t.exposeInt('step', { description: 'The last of it.' }),
    losses: t.field({
      description: 'A JSON list with the losses of its steps, which are fields as in StepLosses.',
      type: SignedUrl,
      resolve: ({ lossesKey, step }, _args, context) =>
        signDownload(context, lossesKey, `losses-until-${step}.json`, 'attachment'),
    }),
    picture: pictureField(t, 'Of its tokens at its end, for some.', (row, context) => ({
      key: row.previewKey,
      sizes: row.pictureSizes,
      name: `step-${row.step}`,
      organizationId: viewerOf(context).organizationId,
      keep: (transaction, sizes) => keepSegmentSizes(transaction, row, sizes),
    })),
    preview: t.field({
      description: 'A picture drawn with the tokens as they are then; null for none.',
      deprecationReason: 'Use picture.',
      type: SignedUrl,
      nullable: true,
      resolve: ({ previewKey, step }, _args, context) => signed(context, previewKey, `step-${step}.png`),
    }),
  }),
});

builder.objectType(inversions.ref, {
  name: 'Inversion',
  description: 'A picture being taken apart into tokens, which land in a library when it is finished.',
  fields: (t) => ({
    ...runFields('inversion', t),
    name: t.exposeString('name', { description: 'Of the tokens to be.' }),
    method: t.exposeString('method', { description: 'One of the methods of its model.' }),
    objectWord: t.exposeString('objectWord', { nullable: true, description: 'Null: the model finds one.' }),
    image: t.field({
      description: 'That is taken apart; null once it is deleted.',
      type: images.ref,
      nullable: true,
      resolve: ({ imageId }) => imageId,
    }),
    library: t.field({
      description: 'Where the tokens land; null for one that you may not see.',
      type: libraries.ref,
      nullable: true,
      resolve: ({ libraryId }) => libraryId,
    }),
    model: t.field({
      description: 'That learns; null where no worker has offered it.',
      type: models.ref,
      nullable: true,
      resolve: ({ fingerprint }) => fingerprint,
    }),
    assessment: t.field({
      description: 'What the model says of the picture, and whether it may be able to draw it. Null before it has.',
      type: AssessmentType,
      nullable: true,
      resolve: ({ assessment }) => assessmentSchema.safeParse(assessment).data,
    }),
    losses: t.field({
      description: 'Of the last step that was reported; null before the first.',
      type: Losses,
      nullable: true,
      resolve: ({ losses }) => losses,
    }),
    size: t.exposeInt('size', {
      nullable: true,
      description: 'Side in pixels that the picture is brought to; null: the own of its model.',
    }),
    steps: t.exposeInt('total', { description: 'Of the optimiser.' }),
    seed: t.field({
      description: 'Of the noise; null for the default of the model.',
      type: 'Seed',
      nullable: true,
      resolve: ({ seed }) => seed,
    }),
    segments: t.loadableList({
      description:
        'What it has shown so far, in the order of its steps: the loss curve and pictures, also while it runs.',
      type: SegmentType,
      extensions: atMost(200),
      load: async (ids: InversionId[], context) => {
        const rows = await inOrganization(context, (transaction) => getSegments(transaction, ids));
        return ids.map((each) => rows.filter(({ inversionId }) => inversionId === each));
      },
      resolve: (row) => row.id,
    }),
    picture: pictureField(
      t,
      'The newest that it has drawn with its tokens; null before the first.',
      ({ id: inversionId, previewKey, pictureSizes, name, organizationId }) => ({
        key: previewKey,
        sizes: pictureSizes,
        name,
        organizationId,
        keep: (transaction, sizes) => keepSizes(transaction, 'inversion', inversionId, sizes),
      }),
    ),
    preview: t.field({
      description: 'The newest of its previews; null before the first.',
      deprecationReason: 'Use picture.',
      type: SignedUrl,
      nullable: true,
      resolve: ({ previewKey, name }, _args, context) => signed(context, previewKey, `${name}.png`),
    }),
    lossCurve: t.field({
      description: 'JSON with the losses of every step.',
      type: SignedUrl,
      nullable: true,
      resolve: ({ lossCurveKey, name }, _args, context) => signed(context, lossCurveKey, `${name}.json`, 'attachment'),
    }),
    tokenFile: t.field({
      description: 'All its tokens in the native format.',
      type: SignedUrl,
      nullable: true,
      resolve: ({ tokenFileKey, name }, _args, context) =>
        signed(context, tokenFileKey, `${name}.safetensors`, 'attachment'),
    }),
  }),
});

const InversionConnection = connectionOf<Inversion>('Inversion', inversions.ref);

builder.queryFields((t) => ({
  inversion: t.field({
    description: 'One inversion, by its id.',
    type: inversions.ref,
    errors: missing,
    args: { id: t.arg.id(id('Inversion')) },
    resolve: (_root, args, context) => inversions.get(context, args.id),
  }),
  inversions: t.field({
    description: 'The newest first.',
    type: InversionConnection,
    extensions: PAGED,
    args: {
      ...pageArgs(t.arg),
      ...runFilterArgs(t.arg, 'In the name, the object word or the method.'),
      imageId: t.arg.id(optionalId('Image')),
      libraryId: t.arg.id(optionalId('Library')),
    },
    resolve: (_root, { imageId, libraryId, ...rest }, context, info) => {
      const filter = {
        ...runFilterOf(context, rest),
        imageId: imageId ? decodeId('Image', imageId) : undefined,
        libraryId: libraryId ? decodeId('Library', libraryId) : undefined,
      };
      return readConnection<Inversion>(
        context,
        info,
        rest,
        (request) => (transaction) => listInversions(transaction, filter, request),
        (transaction) => countInversions(transaction, filter),
      );
    },
  }),
}));

builder.mutationFields((t) => ({
  startInversion: t.field({
    description: 'Queues the taking apart of a picture; follow it by inversionProgress.',
    type: inversions.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState', 'quotaExceeded', 'keyReused'),
    args: {
      imageId: t.arg.id(id('Image')),
      libraryId: t.arg.id(id('Library', 'One of your organisation, where the tokens go.')),
      name: t.arg.string({ required: true, description: 'Of the tokens to be.' }),
      modelId: t.arg.id(optionalId('Model', 'By default the newest that a worker offers.')),
      method: t.arg.string({ description: 'One of the methods of the model; by default its defaultMethod.' }),
      objectWord: t.arg.string({ description: 'What the picture shows, in one word; some models find it themselves.' }),
      steps: t.arg.int({
        description: ranged(
          { ...INVERSION_BOUNDS.steps, min: 0 },
          'Of the optimiser, at least minSteps of the method; by default what was tuned on the model.',
        ),
      }),
      seed: t.arg({ type: 'Seed', defaultValue: INVERSION_DEFAULTS.seed }),
      size: t.arg.int({
        description:
          'Side in pixels that the picture is brought to, a multiple of pixelsMultiple of the model; by default its own. The area may be four times that of its own pictures, and each step counts as many times as it was begun.',
      }),
      clientMutationKey: t.arg.string(MUTATION_KEY),
    },
    resolve: async (_root, args, context) => {
      const model = await modelOf(context, args.modelId);
      const method = args.method ?? methodOf(model);
      if (!model.traits.methods.includes(method))
        throw new InvalidInputError(
          `${model.name} offers ${model.traits.methods.join(', ')}, and not ${JSON.stringify(method)}.`,
        );
      const objectWord = optionalText('objectWord', args.objectWord, 'word');
      if (objectWord === undefined && !model.traits.hasImageEncoder)
        throw new InvalidInputError(`${model.name} does not name objects by itself. Give objectWord.`);
      const tuned = stepsOf(model, method);
      const bounds = { ...INVERSION_BOUNDS.steps, min: minStepsOf(model, method) };
      // A worker takes none with a method that trains nothing, whatever is asked for.
      const steps = within('steps', args.steps ?? tuned, bounds);
      const input = {
        imageId: decodeId('Image', args.imageId),
        libraryId: decodeId('Library', args.libraryId),
        name: text('name', args.name, 'name'),
        fingerprint: model.fingerprint,
        method,
        objectWord,
        settings: { steps, seed: args.seed ?? INVERSION_DEFAULTS.seed },
        steps,
        ...(args.size != null && {
          size: args.size,
          unitCost: sizeFor(model, { width: args.size, height: args.size }).unitCost,
        }),
      };
      const key = mutationKey(args.clientMutationKey);
      const row = await inOrganization(context, (transaction, { actor }) =>
        startInversion(transaction, actor, input, key),
      );
      startRun(context, 'inversion', row);
      return row;
    },
  }),
  deleteInversion: t.field({
    description: 'One that is over, with its previews, losses and token file. The tokens stay in their library.',
    type: Deleted,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState'),
    args: { inversionId: t.arg.id(id('Inversion')) },
    resolve: async (_root, { inversionId }, context) => {
      const subjectId = decodeId('Inversion', inversionId);
      await inOrganization(context, async (transaction, { actor }) => {
        await deleteInversion(transaction, subjectId);
        await recordAudit(transaction, actor, { action: 'inversion.delete', subjectKind: 'inversion', subjectId });
      });
      return { id: inversionId };
    },
  }),
  cancelInversion: t.field({
    description: 'Stops it within a step. Its last checkpoint stays, so it can be resumed. No token is made.',
    type: inversions.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState'),
    args: { inversionId: t.arg.id(id('Inversion')) },
    resolve: async (_root, { inversionId }, context) => {
      const inner: InversionId = decodeId('Inversion', inversionId);
      const row = await inOrganization(context, (transaction) => cancelRun(transaction, 'inversion', inner));
      stopRun(context, 'inversion', row);
      return row;
    },
  }),
  resumeInversion: t.field({
    description:
      'Queues a cancelled or failed one again; it goes on from its last checkpoint, and counts for the steps that are left.',
    type: inversions.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'wrongState', 'quotaExceeded'),
    args: { inversionId: t.arg.id(id('Inversion')) },
    resolve: async (_root, { inversionId }, context) => {
      const inner = decodeId('Inversion', inversionId);
      const row = await inOrganization(context, (transaction) => resumeRun(transaction, 'inversion', inner));
      startRun(context, 'inversion', row);
      return row;
    },
  }),
}));

builder.subscriptionField('inversionProgress', (t) =>
  t.field({
    description: 'The inversion as it is, and again whenever it has changed, until it is over.',
    type: inversions.ref,
    args: { inversionId: t.arg.id(id('Inversion')) },
    subscribe: (_root, { inversionId }, { services }) =>
      ticks(services.changes, 'inversion', decodeId('Inversion', inversionId)),
    resolve: async (tick: Tick, { inversionId }, context) => {
      const row = await inversions.get(context, inversionId);
      tick.over = isOver(row.status);
      return row;
    },
  }),
);
