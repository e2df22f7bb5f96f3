import { ATTRIBUTES, type Attribute } from '@facet/base';
import { isOver, type CompositionId } from '@facet/contracts';
import {
  cancelRun,
  compositions as compositionRuns,
  countCompositions,
  countOutputs,
  deleteOutput,
  getCompositions,
  getOutputs,
  getOutputsOf,
  getSlots,
  listCompositions,
  listOutputs,
  recordAudit,
  startComposition,
  type Composition,
  type CompositionSlot,
  type NewComposition,
  type Output,
} from '@facet/db';
import { inOrganization, type Context } from '../graphql/context.ts';
import { ticks, type Tick } from '../live/ticks.ts';
import { modelOf } from '../work/model-of.ts';
import { startCompositionRun, stopCompositionRun } from '../work/start-run.ts';
import { id, MUTATION_KEY, optionalId } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { AttributeEnum, RunStatusEnum } from './enums.ts';
import { failing, missing } from './error-types.ts';
import { InvalidInputError, NotFoundError } from './errors.ts';
import { decodeId, encodeId } from './ids.ts';
import { mutationKey, optionalText, text, within } from './input.ts';
import { models } from './model.ts';
import { nodeRef } from './node.ts';
import { connectionOf, PAGED, pageArgs, readConnection } from './page.ts';
import { runFields } from './run.ts';
import { signed, SignedUrl } from './signed-url.ts';
import { tokens } from './token.ts';

const MAX_PICTURES = 16;
const MAX_SEED = 2 ** 31 - 1;

export const compositions = nodeRef<'Composition', Composition>('Composition', (transaction, _viewer, ids) =>
  getCompositions(transaction, ids),
);

const outputs = nodeRef<'Output', Output>('Output', (transaction, _viewer, ids) => getOutputs(transaction, ids));

builder.objectType(outputs.ref, {
  name: 'Output',
  description: 'One picture of a composition. Its PNG holds all that is needed to draw it again.',
  fields: (t) => ({
    seed: t.exposeFloat('seed'),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
    composition: t.field({ type: compositions.ref, resolve: ({ compositionId }) => compositionId }),
    file: t.field({
      type: SignedUrl,
      nullable: true,
      resolve: ({ storageKey, seed }, _args, context) => signed(context, storageKey, `seed-${seed}.png`),
    }),
  }),
});

const Slot = builder.objectRef<CompositionSlot>('CompositionSlot').implement({
  fields: (t) => ({
    attribute: t.field({ type: AttributeEnum, resolve: ({ attribute }) => attribute }),
    token: t.field({
      description: 'Null once it is deleted, or its grant revoked.',
      type: tokens.ref,
      nullable: true,
      resolve: ({ tokenId }) => tokenId,
    }),
    tokenName: t.exposeString('tokenName', { description: 'As it was when the composition was made.' }),
    tokenVersion: t.exposeInt('tokenVersion'),
    strength: t.exposeFloat('strength'),
  }),
});

const Word = builder.objectRef<{ attribute: Attribute; word: string }>('AttributeWord').implement({
  fields: (t) => ({
    attribute: t.field({ type: AttributeEnum, resolve: ({ attribute }) => attribute }),
    word: t.exposeString('word'),
  }),
});

builder.objectType(compositions.ref, {
  name: 'Composition',
  description: 'Pictures being drawn from tokens.',
  fields: (t) => ({
    ...runFields<Composition>(t),
    prompt: t.exposeString('prompt', { nullable: true }),
    negativePrompt: t.exposeString('negativePrompt'),
    words: t.field({
      type: [Word],
      resolve: ({ words }) =>
        ATTRIBUTES.flatMap((attribute) => {
          const word = words[attribute];
          return word === undefined ? [] : [{ attribute, word }];
        }),
    }),
    slots: t.loadableList({
      type: Slot,
      load: async (ids: CompositionId[], context) => {
        const slots = await inOrganization(context, (transaction) => getSlots(transaction, ids));
        return ids.map((each) => slots.filter(({ compositionId }) => compositionId === each));
      },
      resolve: (row) => row.id,
    }),
    outputs: t.loadableList({
      description: 'In the order of the seeds; those that are drawn already.',
      type: outputs.ref,
      load: async (ids: CompositionId[], context) => {
        const rows = await inOrganization(context, (transaction) => getOutputsOf(transaction, ids));
        return ids.map((each) => rows.filter(({ compositionId }) => compositionId === each));
      },
      resolve: (row) => row.id,
    }),
    seeds: t.floatList({ resolve: ({ seeds }) => seeds }),
    steps: t.exposeInt('steps'),
    guidance: t.exposeFloat('guidance'),
    scheduler: t.exposeString('scheduler'),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
    model: t.field({ type: models.ref, nullable: true, resolve: ({ fingerprint }) => fingerprint }),
    basedOn: t.field({ type: compositions.ref, nullable: true, resolve: ({ basedOnId }) => basedOnId }),
  }),
});

const CompositionConnection = connectionOf<Composition>('Composition', compositions.ref);
const OutputConnection = connectionOf<Output>('Output', outputs.ref);

builder.queryFields((t) => ({
  composition: t.field({
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
      status: t.arg({ type: RunStatusEnum }),
      tokenId: t.arg.id(optionalId('Token')),
      basedOnId: t.arg.id(optionalId('Composition')),
    },
    resolve: (_root, { status, tokenId, basedOnId, ...page }, context) => {
      const filter = {
        status: status ?? undefined,
        tokenId: tokenId ? decodeId('Token', tokenId) : undefined,
        basedOnId: basedOnId ? decodeId('Composition', basedOnId) : undefined,
      };
      return readConnection<Composition>(
        context,
        page,
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
    resolve: (_root, { compositionId, tokenId, ...page }, context) => {
      const filter = {
        compositionId: compositionId ? decodeId('Composition', compositionId) : undefined,
        tokenId: tokenId ? decodeId('Token', tokenId) : undefined,
      };
      return readConnection<Output>(
        context,
        page,
        (request) => (transaction) => listOutputs(transaction, filter, request),
        (transaction) => countOutputs(transaction, filter),
      );
    },
  }),
}));

const SlotInput = builder.inputType('SlotInput', {
  fields: (t) => ({
    attribute: t.field({ type: AttributeEnum, required: true }),
    tokenId: t.id(id('Token')),
    strength: t.float({ defaultValue: 1, description: "0: the token's plain word, 1: the token; up to 2." }),
  }),
});

const WordInput = builder.inputType('AttributeWordInput', {
  description: 'A plain word for an attribute without a token.',
  fields: (t) => ({
    attribute: t.field({ type: AttributeEnum, required: true }),
    word: t.string({ required: true }),
  }),
});

interface ComposeArguments {
  readonly prompt?: string | null | undefined;
  readonly negativePrompt?: string | null | undefined;
  readonly slots?:
    readonly { attribute: Attribute; tokenId: string; strength?: number | null | undefined }[] | null | undefined;
  readonly words?: readonly { attribute: Attribute; word: string }[] | null | undefined;
  readonly seeds?: readonly number[] | null | undefined;
  readonly steps?: number | null | undefined;
  readonly guidance?: number | null | undefined;
  readonly scheduler?: string | null | undefined;
  readonly modelId?: string | null | undefined;
  readonly clientMutationKey?: string | null | undefined;
}

const DEFAULTS = { negativePrompt: '', seeds: [0], steps: 25, guidance: 7, scheduler: 'dpm-solver++' };

/** What is asked for, over what the composition before had, over the defaults. */
async function compose(context: Context, args: ComposeArguments, before?: NewComposition): Promise<Composition> {
  const modelId = args.modelId ?? (before && encodeId('Model', before.fingerprint));
  const model = await modelOf(context, modelId);
  const base = before ?? DEFAULTS;
  const scheduler = args.scheduler ?? base.scheduler;
  if (!model.traits.schedulers.includes(scheduler))
    throw new InvalidInputError(`scheduler must be one of ${model.traits.schedulers.join(', ')}, and is ${scheduler}.`);
  const seeds = args.seeds ?? base.seeds;
  within('The number of seeds', seeds.length, 1, MAX_PICTURES);
  seeds.forEach((seed) => within('A seed', seed, 0, MAX_SEED));
  const size = model.traits.size;
  const input: NewComposition = {
    prompt: args.prompt === undefined ? (before?.prompt ?? null) : (optionalText('prompt', args.prompt, 1_000) ?? null),
    negativePrompt: args.negativePrompt ?? base.negativePrompt,
    slots: args.slots
      ? args.slots.map(({ attribute, tokenId, strength }) => ({
          attribute,
          tokenId: decodeId('Token', tokenId),
          strength: strength ?? 1,
        }))
      : (before?.slots ?? []),
    words: args.words
      ? Object.fromEntries(args.words.map(({ attribute, word }) => [attribute, text('word', word, 50)]))
      : (before?.words ?? {}),
    seeds,
    steps: within('steps', args.steps ?? base.steps, 1, 200),
    guidance: within('guidance', args.guidance ?? base.guidance, 0, 30),
    scheduler,
    width: before?.width ?? size,
    height: before?.height ?? size,
    fingerprint: model.fingerprint,
    basedOnId: before?.basedOnId,
  };
  if (input.slots.length === 0 && input.prompt === null && Object.keys(input.words).length === 0)
    throw new InvalidInputError('Give a prompt, a slot with a token, or a word.');
  const key = mutationKey(args.clientMutationKey);
  const row = await inOrganization(context, (transaction, { actor }) =>
    startComposition(transaction, actor, input, key),
  );
  await startCompositionRun(context, row);
  return row;
}

/** A composition as the input that would make it again. Throws `NotFoundError`, also for tokens that are gone and needed. */
async function again(context: Context, globalId: string, hasSlots: boolean): Promise<NewComposition> {
  const row = await compositions.get(context, globalId);
  const slots = await inOrganization(context, (transaction) => getSlots(transaction, [row.id]));
  const { prompt, negativePrompt, words, seeds, steps, guidance, scheduler, width, height, fingerprint } = row;
  return {
    prompt,
    negativePrompt,
    words,
    seeds,
    steps,
    guidance,
    scheduler,
    width,
    height,
    fingerprint,
    slots: (hasSlots ? [] : slots).map(({ attribute, tokenId, strength }) => {
      if (tokenId === null)
        throw new NotFoundError(`The ${attribute} token of this composition was deleted. Give slots.`);
      return { attribute, tokenId, strength };
    }),
    basedOnId: row.id,
  };
}

builder.mutationFields((t) => {
  const changes = {
    prompt: t.arg.string({
      description: 'With {color}, {style}, {object}, {layout} where tokens or words go; null: attributes only.',
    }),
    negativePrompt: t.arg.string(),
    slots: t.arg({ type: [SlotInput], description: 'At most one token per attribute.' }),
    words: t.arg({ type: [WordInput] }),
    seeds: t.arg.intList({ description: `One picture for each, at most ${MAX_PICTURES}.` }),
    steps: t.arg.int(),
    guidance: t.arg.float(),
    scheduler: t.arg.string(),
    clientMutationKey: t.arg.string(MUTATION_KEY),
  };
  return {
    composeImages: t.field({
      type: compositions.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState', 'quotaExceeded', 'keyReused'),
      args: { ...changes, modelId: t.arg.id(optionalId('Model', 'By default the newest that a worker offers.')) },
      resolve: (_root, args, context) => compose(context, args),
    }),
    recompose: t.field({
      description: 'Runs a composition again, with what is given here in place of what it had.',
      type: compositions.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState', 'quotaExceeded', 'keyReused'),
      args: { compositionId: t.arg.id(id('Composition')), ...changes },
      resolve: async (_root, { compositionId, ...args }, context) =>
        compose(context, args, await again(context, compositionId, Boolean(args.slots))),
    }),
    cancelComposition: t.field({
      type: compositions.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'wrongState'),
      args: { compositionId: t.arg.id(id('Composition')) },
      resolve: async (_root, { compositionId }, context) => {
        const inner = decodeId('Composition', compositionId);
        const row = await inOrganization(context, (transaction) => cancelRun(transaction, compositionRuns, inner));
        await stopCompositionRun(context, row);
        return row;
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
      ticks(services.progress, 'composition', decodeId('Composition', compositionId)),
    resolve: async (tick: Tick, { compositionId }, context) => {
      const row = await compositions.get(context, compositionId);
      tick.over = isOver(row.status);
      return row;
    },
  }),
);
