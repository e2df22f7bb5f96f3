import type { TokenId } from '@facet/contracts';
import {
  copyTokens,
  deleteTokens,
  getTokensByHash,
  listTags,
  MAX_BATCH,
  moveTokens,
  recordAudit,
  setFavorite,
  tagTokens,
  updateToken,
  type Actor,
  type BatchItem,
  type OrganizationTransaction,
  type TagCount,
} from '@facet/db';
import { forClient, type ApiError } from '../errors.ts';
import { inOrganization, type Context } from '../graphql/context.ts';
import { decodeId, encodeId } from '../ids.ts';
import { few, optionalText, text } from '../input.ts';
import { id, optionalId } from './arguments.ts';
import { builder } from './builder.ts';
import { ErrorInterface, failing } from './error-types.ts';
import { tokens } from './token.ts';
import { asManyAs, atMost } from './page.ts';

interface Item extends BatchItem {
  /** Of what there is afterwards: the token, or its copy. */
  readonly resultId?: TokenId | undefined;
}

type Problem = Pick<ApiError, 'code' | 'message'>;

// Not the error itself: GraphQL takes one that a field answers with for thrown.
const ProblemType = builder.objectRef<Problem>('TokenBatchError').implement({
  description: 'Why one token of a batch was left as it is.',
  interfaces: [ErrorInterface],
});

const problemOf = (error: Error): Problem => {
  const { code, message } = forClient(error) as ApiError;
  return { code, message };
};

const ItemType = builder.objectRef<Item>('TokenBatchItem').implement({
  description: 'How one token of a batch went. What is wrong with one leaves the others alone.',
  fields: (t) => ({
    tokenId: t.id({ description: 'As it was asked for.', resolve: (item) => encodeId('Token', item.id) }),
    token: t.field({
      description: 'What there is now: the token, or its copy; null after an error, and once it is deleted.',
      type: tokens.ref,
      nullable: true,
      resolve: ({ resultId }) => resultId,
    }),
    error: t.field({
      description: 'Null where it was done.',
      type: ProblemType,
      nullable: true,
      resolve: ({ error }) => error && problemOf(error),
    }),
  }),
});

const Batch = builder.objectRef<readonly Item[]>('TokenBatch').implement({
  description: 'One item for each distinct token, in their order.',
  fields: (t) => ({
    items: t.field({
      description: 'One for each id, in the order of the ids.',
      type: [ItemType],
      extensions: { counted: true },
      resolve: (items) => [...items],
    }),
  }),
});

const Tag = builder.objectRef<TagCount>('TokenTag').implement({
  description: 'A tag, and how many tokens have it.',
  fields: (t) => ({
    tag: t.exposeString('tag', { description: 'In lower case.' }),
    tokens: t.exposeInt('tokens', { description: 'How many have it.' }),
  }),
});

builder.queryFields((t) => ({
  tokenTags: t.field({
    description: 'Of all tokens that you may read, or of one library, the most frequent first, at most 200.',
    type: [Tag],
    extensions: atMost(200),
    args: { libraryId: t.arg.id(optionalId('Library')) },
    resolve: (_root, { libraryId }, context) => {
      const inner = libraryId ? decodeId('Library', libraryId) : undefined;
      return inOrganization(context, (transaction, { actor }) => listTags(transaction, actor, inner));
    },
  }),
  tokensByHash: t.field({
    description: 'Those that a recipe in a picture names: own ones before granted ones, the newest first, at most 100.',
    type: [tokens.ref],
    extensions: { rows: asManyAs('hashes', MAX_BATCH) },
    args: { hashes: t.arg.stringList({ required: true, description: `1 to ${MAX_BATCH}.` }) },
    resolve: (_root, { hashes }, context) => {
      const wanted = few('hashes', hashes, MAX_BATCH).map((hash) => text('A hash', hash, 'name'));
      return inOrganization(context, (transaction, { actor }) => getTokensByHash(transaction, actor, wanted));
    },
  }),
}));

type Work = (transaction: OrganizationTransaction, actor: Actor, ids: readonly TokenId[]) => Promise<Item[]>;

/** Does it, and notes what went well. */
function batch(
  context: Context,
  tokenIds: readonly string[],
  action: string,
  detail: object,
  work: Work,
): Promise<Item[]> {
  const ids = few('tokens', tokenIds, MAX_BATCH).map((each) => decodeId('Token', each));
  return inOrganization(context, async (transaction, { actor }) => {
    const items = await work(transaction, actor, ids);
    for (const { id: subjectId, error } of items)
      if (!error)
        await recordAudit(transaction, actor, {
          action: `token.${action}`,
          subjectKind: 'token',
          subjectId,
          detail: { ...detail },
        });
    return items;
  });
}

/** The tokens themselves, where nothing went wrong. */
const kept = (items: readonly BatchItem[]): Item[] =>
  items.map((item) => Object.assign({ resultId: item.error ? undefined : item.id }, item));

const tagsOf = (tags: readonly string[] | null | undefined): string[] | undefined =>
  tags ? few('tags', tags, MAX_TAGS, 0).map((tag) => text('A tag', tag, 'tag')) : undefined;

/** Of a token, and so of a change. */
const MAX_TAGS = 30;

builder.mutationFields((t) => {
  const tokenIds = t.arg.idList({ ...id('Token'), description: `1 to ${MAX_BATCH}.` });
  const libraryId = t.arg.id(id('Library', 'One of your organisation.'));
  const writing = {
    type: Batch,
    authScopes: { can: 'write' },
    extensions: { rows: asManyAs('tokenIds', MAX_BATCH), weight: asManyAs('tokenIds', MAX_BATCH) },
  } as const;
  return {
    updateToken: t.field({
      description: 'All its versions with it. What is left out stays.',
      type: tokens.ref,
      authScopes: { can: 'write' },
      errors: failing('notFound', 'nameTaken'),
      args: {
        tokenId: t.arg.id(id('Token')),
        name: t.arg.string(),
        notes: t.arg.string({ description: 'Whoever may read the token reads them.' }),
        tags: t.arg.stringList({ description: `In place of those that it has, at most ${MAX_TAGS}.` }),
      },
      resolve: (_root, args, context) => {
        const subjectId = decodeId('Token', args.tokenId);
        const changes = {
          name: optionalText('name', args.name, 'name'),
          notes: optionalText('notes', args.notes, 'notes'),
          tags: tagsOf(args.tags),
        };
        return inOrganization(context, async (transaction, { actor }) => {
          await updateToken(transaction, actor, subjectId, changes);
          const detail = { name: changes.name, tags: changes.tags };
          await recordAudit(transaction, actor, { action: 'token.update', subjectKind: 'token', subjectId, detail });
          return subjectId;
        });
      },
    }),
    setFavoriteToken: t.field({
      description: 'Own or granted; nobody else sees what you like.',
      type: tokens.ref,
      authScopes: { $all: { can: 'write', person: true } },
      errors: failing('notFound'),
      args: { tokenId: t.arg.id(id('Token')), isFavorite: t.arg.boolean({ required: true }) },
      resolve: async (_root, { tokenId, isFavorite }, context) => {
        const inner = decodeId('Token', tokenId);
        await inOrganization(context, (transaction, { actor }) => setFavorite(transaction, actor, inner, isFavorite));
        return inner;
      },
    }),
    moveTokens: t.field({
      ...writing,
      description: 'Into another library of your organisation, with all their versions.',
      errors: failing('notFound'),
      args: { tokenIds, libraryId },
      resolve: (_root, args, context) => {
        const to = decodeId('Library', args.libraryId);
        return batch(context, args.tokenIds, 'move', { to: args.libraryId }, async (transaction, actor, ids) =>
          kept(await moveTokens(transaction, actor, ids, to)),
        );
      },
    }),
    copyTokens: t.field({
      ...writing,
      description: 'Own or granted ones, into a library of your organisation, each as a first version.',
      errors: failing('notFound'),
      args: { tokenIds, libraryId },
      resolve: (_root, args, context) => {
        const to = decodeId('Library', args.libraryId);
        return batch(context, args.tokenIds, 'copy', { to: args.libraryId }, async (transaction, actor, ids) =>
          (await copyTokens(transaction, actor, ids, to)).map((item) => Object.assign({ resultId: item.copyId }, item)),
        );
      },
    }),
    deleteTokens: t.field({
      ...writing,
      description: 'With all their versions.',
      errors: failing(),
      args: {
        tokenIds,
        evenInUse: t.arg.boolean({
          defaultValue: false,
          description: 'Compositions keep their pictures and cannot be run again.',
        }),
      },
      resolve: (_root, args, context) =>
        batch(context, args.tokenIds, 'delete', {}, (transaction, actor, ids) =>
          deleteTokens(transaction, actor, ids, { evenInUse: args.evenInUse ?? false }),
        ),
    }),
    tagTokens: t.field({
      ...writing,
      description: 'Adds tags, then takes others off.',
      errors: failing(),
      args: { tokenIds, add: t.arg.stringList(), remove: t.arg.stringList() },
      resolve: (_root, args, context) => {
        const change = { add: tagsOf(args.add), remove: tagsOf(args.remove) };
        return batch(context, args.tokenIds, 'tag', change, async (transaction, actor, ids) =>
          kept(await tagTokens(transaction, actor, ids, change)),
        );
      },
    }),
  };
});
