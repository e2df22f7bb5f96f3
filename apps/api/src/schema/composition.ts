import { ATTRIBUTES, type Attribute, SAMPLING_BOUNDS } from '@facet/base';
import { isOver, type CompositionId } from '@facet/contracts';
import {
  cancelRun,
  countCompositions,
  countOutputs,
  deleteComposition,
  deleteOutput,
  getCompositions,
  getOutputs,
  getOutputsOf,
  getSlots,
  keepSizes,
  listCompositions,
  listOutputs,
  recordAudit,
  type Composition,
  type CompositionSlot,
  type Output,
} from '@facet/db';
import { again } from '../compositions/again.ts';
import { compose } from '../compositions/compose.ts';
import { signed } from '../downloads.ts';
import { inOrganization } from '../graphql/context.ts';
import { assertNoTokens } from '../outputs/plain-file.ts';
import { ticks, type Tick } from '../live/ticks.ts';
import { stopRun } from '../work/start-run.ts';
import { id, optionalId } from './arguments.ts';
import { builder } from './builder.ts';
import { choices, NEW_COMPOSITION } from './composition-choices.ts';
import { Deleted } from './deleted.ts';
import { AttributeEnum } from './enums.ts';
import { failing, missing } from './error-types.ts';
import { decodeId } from '../ids.ts';
import { models } from './model.ts';
import { nodeRef } from './node.ts';
import { atMost, connectionOf, embedded, pageArgs, PAGED, readConnection } from './page.ts';
import { pictureField } from './picture.ts';
import { runFields, runFilterArgs, runFilterOf } from './run.ts';
import { SignedUrl } from './signed-url.ts';
import { tokens } from './token.ts';

export const compositions = nodeRef<'Composition', Composition>('Composition', (transaction, _viewer, ids) =>
  getCompositions(transaction, ids),
);

export const outputs = nodeRef<'Output', Output>('Output', (transaction, _viewer, ids) => getOutputs(transaction, ids));

builder.objectType(outputs.ref, {
  name: 'Output',
  description: 'One picture of a composition.',
  fields: (t) => ({
    bytes: t.exposeInt('bytes', { description: 'Of file.' }),
    createdAt: t.field({ description: 'When it was drawn.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
    seed: t.expose('seed', { description: 'Of the noise that it was drawn from.', type: 'Seed' }),
    width: t.exposeInt('width', { description: 'In pixels.' }),
    height: t.exposeInt('height', { description: 'In pixels.' }),
    composition: t.field({
      description: 'That it was drawn for.',
      type: compositions.ref,
      resolve: ({ compositionId }) => compositionId,
    }),
    picture: pictureField(t, 'FULL is what file is.', async (output, context) => {
      await assertNoTokens(context, output);
      const { id: outputId, storageKey, pictureSizes, seed, organizationId } = output;
      return {
        key: storageKey,
        sizes: pictureSizes,
        name: `seed-${seed}`,
        organizationId,
        keep: (transaction, sizes) => keepSizes(transaction, 'output', outputId, sizes),
      };
    }),
    file: t.field({
      description:
        'A PNG with the recipe that it was drawn by, which names its tokens and does not hold them. See exportOutputs for others.',
      type: SignedUrl,
      nullable: true,
      resolve: async (output, _args, context) => {
        await assertNoTokens(context, output);
        return signed(context, output.storageKey, `seed-${output.seed}.png`);
      },
    }),
  }),
});

const Slot = builder.objectRef<CompositionSlot>('CompositionSlot').implement({
  description: 'The token that brings one attribute into a composition.',
  fields: (t) => ({
    attribute: t.field({
      description: 'Which one it brings.',
      type: AttributeEnum,
      resolve: ({ attribute }) => attribute,
    }),
    token: t.field({
      description: 'Null once it is deleted, or its grant revoked.',
      type: tokens.ref,
      nullable: true,
      resolve: ({ tokenId }) => tokenId,
    }),
    tokenName: t.exposeString('tokenName', { description: 'As it was when the composition was made.' }),
    tokenVersion: t.exposeInt('tokenVersion', {
      description: 'Of the token, from 1, as it was when the composition was made.',
    }),
    strength: t.exposeFloat('strength', {
      description: '0 to 2; 1 as it was learned, 0 as the plain word that stands for it.',
    }),
  }),
});

export const Word = builder.objectRef<{ attribute: Attribute; word: string }>('AttributeWord').implement({
  description: 'A plain word in place of a token.',
  fields: (t) => ({
    attribute: t.field({
      description: 'That the word stands for.',
      type: AttributeEnum,
      resolve: ({ attribute }) => attribute,
    }),
    word: t.exposeString('word', { description: 'As the prompt has it.' }),
  }),
});

export const wordsOf = (words: Partial<Readonly<Record<Attribute, string>>>) =>
  ATTRIBUTES.flatMap((attribute) => {
    const word = words[attribute];
    return word === undefined ? [] : [{ attribute, word }];
  });

builder.objectType(compositions.ref, {
  name: 'Composition',
  description: 'Pictures being drawn from tokens.',
  fields: (t) => ({
    ...runFields('composition', t),
    prompt: t.exposeString('prompt', {
      description: 'With places such as {color} for the tokens; null: one was made of them.',
      nullable: true,
    }),
    negativePrompt: t.exposeString('negativePrompt', { description: 'What is not to be seen; empty for none.' }),
    words: t.field({
      description: 'Plain words for attributes without a token.',
      type: [Word],
      extensions: embedded(ATTRIBUTES.length),
      resolve: ({ words }) => wordsOf(words),
    }),
    slots: t.loadableList({
      description: 'Its tokens, one for an attribute at most.',
      type: Slot,
      extensions: atMost(ATTRIBUTES.length),
      load: async (ids: CompositionId[], context) => {
        const slots = await inOrganization(context, (transaction) => getSlots(transaction, ids));
        return ids.map((each) => slots.filter(({ compositionId }) => compositionId === each));
      },
      resolve: (row) => row.id,
    }),
    outputs: t.loadableList({
      description: 'In the order of the seeds; those that are drawn already.',
      type: outputs.ref,
      extensions: atMost(SAMPLING_BOUNDS.pictures.max),
      load: async (ids: CompositionId[], context) => {
        const rows = await inOrganization(context, (transaction) => getOutputsOf(transaction, ids));
        return ids.map((each) => rows.filter(({ compositionId }) => compositionId === each));
      },
      resolve: (row) => row.id,
    }),
    seeds: t.field({
      description: 'One for each picture, in their order.',
      type: ['Seed'],
      resolve: ({ seeds }) => seeds,
    }),
    steps: t.exposeInt('steps', { description: 'Of denoising.' }),
    guidance: t.exposeFloat('guidance', { description: 'How strictly the prompt is followed; 1: not at all more.' }),
    scheduler: t.exposeString('scheduler', { description: 'Name of the sampler, one of the schedulers of the model.' }),
    width: t.exposeInt('width', { description: 'Of its pictures, in pixels.' }),
    height: t.exposeInt('height', { description: 'Of its pictures, in pixels.' }),
    model: t.field({
      description: 'That draws it; null where no worker has offered it.',
      type: models.ref,
      nullable: true,
      resolve: ({ fingerprint }) => fingerprint,
    }),
    basedOn: t.field({
      description: 'The composition that this one repeats with changes; null for none, or one that is gone.',
      type: compositions.ref,
      nullable: true,
      resolve: ({ basedOnId }) => basedOnId,
    }),
  }),
});

const CompositionConnection = connectionOf<Composition>('Composition', compositions.ref);
const OutputConnection = connectionOf<Output>('Output', outputs.ref);

builder.queryFields((t) => ({
  composition: t.field({
    description: 'One composition, by its id.',
    type: compositions.ref,
    errors: missing,
    args: { id: t.arg.id(id('Composition')) },
    resolve: (_root, args, context) => compositions.get(context, args.id),
  }),
  compositions: t.field({
    description: 'The newest first.',
    type: CompositionConnection,
    extensions: PAGED,
    args: {
      ...pageArgs(t.arg),
      ...runFilterArgs(t.arg, "In the prompt, the words or the tokens' names."),
      tokenId: t.arg.id(optionalId('Token')),
      basedOnId: t.arg.id(optionalId('Composition')),
    },
    resolve: (_root, { tokenId, basedOnId, ...rest }, context, info) => {
      const filter = {
        ...runFilterOf(context, rest),
        tokenId: tokenId ? decodeId('Token', tokenId) : undefined,
        basedOnId: basedOnId ? decodeId('Composition', basedOnId) : undefined,
      };
      return readConnection<Composition>(
        context,
        info,
        rest,
        (request) => (transaction) => listCompositions(transaction, filter, request),
        (transaction) => countCompositions(transaction, filter),
      );
    },
  }),
  outputs: t.field({
    description: 'Pictures of all compositions, the newest first.',
    type: OutputConnection,
    extensions: PAGED,
    args: {
      ...pageArgs(t.arg),
      compositionId: t.arg.id(optionalId('Composition')),
      tokenId: t.arg.id(optionalId('Token', 'Of compositions that used it, in this version.')),
    },
    resolve: (_root, { compositionId, tokenId, ...page }, context, info) => {
      const filter = {
        compositionId: compositionId ? decodeId('Composition', compositionId) : undefined,
        tokenId: tokenId ? decodeId('Token', tokenId) : undefined,
      };
      return readConnection<Output>(
        context,
        info,
        page,
        (request) => (transaction) => listOutputs(transaction, filter, request),
        (transaction) => countOutputs(transaction, filter),
      );
    },
  }),
}));

builder.mutationFields((t) => {
  return {
    composeImages: t.field({
      description: 'Queues pictures of tokens; follow them by compositionProgress.',
      type: compositions.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState', 'quotaExceeded', 'keyReused'),
      args: {
        ...choices(t.arg, NEW_COMPOSITION),
        modelId: t.arg.id(optionalId('Model', 'By default the newest that a worker offers.')),
      },
      resolve: (_root, args, context) => compose(context, args),
    }),
    recompose: t.field({
      description: 'Runs a composition again, with what is given here in place of what it had.',
      type: compositions.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState', 'quotaExceeded', 'keyReused'),
      args: { compositionId: t.arg.id(id('Composition')), ...choices(t.arg, {}) },
      resolve: async (_root, { compositionId, ...changes }, context) => {
        const before = await compositions.get(context, compositionId);
        return compose(context, changes, await again(context, before, Boolean(changes.slots)));
      },
    }),
    cancelComposition: t.field({
      description: 'Stops it after the picture that is being drawn; those that are drawn stay.',
      type: compositions.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState'),
      args: { compositionId: t.arg.id(id('Composition')) },
      resolve: async (_root, { compositionId }, context) => {
        const inner = decodeId('Composition', compositionId);
        const row = await inOrganization(context, (transaction) => cancelRun(transaction, 'composition', inner));
        stopRun(context, 'composition', row);
        return row;
      },
    }),
    deleteComposition: t.field({
      description: 'One that is over, with its pictures.',
      type: Deleted,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState'),
      args: { compositionId: t.arg.id(id('Composition')) },
      resolve: async (_root, { compositionId }, context) => {
        const subjectId = decodeId('Composition', compositionId);
        await inOrganization(context, async (transaction, { actor }) => {
          await deleteComposition(transaction, subjectId);
          const event = { action: 'composition.delete', subjectKind: 'composition', subjectId };
          await recordAudit(transaction, actor, event);
        });
        return { id: compositionId };
      },
    }),
    deleteOutput: t.field({
      description: 'One picture of a composition that is over; the composition stays.',
      type: Deleted,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState'),
      args: { outputId: t.arg.id(id('Output')) },
      resolve: async (_root, { outputId }, context) => {
        const inner = decodeId('Output', outputId);
        await inOrganization(context, async (transaction, { actor }) => {
          await deleteOutput(transaction, inner);
          await recordAudit(transaction, actor, { action: 'output.delete', subjectKind: 'output', subjectId: inner });
        });
        return { id: outputId };
      },
    }),
  };
});

builder.subscriptionField('compositionProgress', (t) =>
  t.field({
    description: 'The composition as it is, and again whenever it has changed, until it is over.',
    type: compositions.ref,
    args: { compositionId: t.arg.id(id('Composition')) },
    subscribe: (_root, { compositionId }, { services }) =>
      ticks(services.changes, 'composition', decodeId('Composition', compositionId)),
    resolve: async (tick: Tick, { compositionId }, context) => {
      const row = await compositions.get(context, compositionId);
      tick.over = isOver(row.status);
      return row;
    },
  }),
);
