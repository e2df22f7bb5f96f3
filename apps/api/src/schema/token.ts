import type { LibraryId, TokenId } from '@facet/contracts';
import {
  copyToken,
  countTokens,
  deleteToken,
  getCells,
  getCovers,
  getTokens,
  getVersions,
  getVersionsOf,
  keepSizes,
  listTokens,
  recordAudit,
  similarTokens,
  tokenUses,
  updateToken,
  type PaletteColor,
  type SimilarToken,
  type ListedToken,
  type Token,
  type TokenUses,
} from '@facet/db';
import { colorName, leakReportSchema } from '@facet/inversion/files';
import { signed } from '../downloads.ts';
import { inOrganization, viewerOf } from '../graphql/context.ts';
import { id, MUTATION_KEY, optionalId } from './arguments.ts';
import { StageCellsType } from './attribution.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { TokenNameEnum } from './enums.ts';
import { failing, missing } from './error-types.ts';
import { decodeId, encodeId } from '../ids.ts';
import { few, mutationKey, optionalText, text } from '../input.ts';
import { inversions } from './inversion.ts';
import { LeakReportType } from './leak-report.ts';
import { libraries } from './library.ts';
import { models } from './model.ts';
import { nodeRef } from './node.ts';
import { users } from './organization.ts';
import { atMost, connectionOf, embedded, pageArgs, PAGED, readConnection } from './page.ts';
import { pictureField } from './picture.ts';
import { SignedUrl } from './signed-url.ts';

export const tokens = nodeRef<'Token', Token>('Token', (transaction, { actor }, ids) =>
  getTokens(transaction, actor, ids),
);

const VERSIONS = 50;

type Color = PaletteColor & Pick<Token, 'fingerprint'>;

const Color = builder.objectRef<Color>('PaletteColor').implement({
  description: "A main colour of a token's picture.",
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What the model can call it: the nearest of its words.' }),
    share: t.exposeFloat('share', { description: '0 to 1.' }),
    swatch: t.string({
      description: 'As it is in the picture, such as #087e80. Null for tokens that were made before this was kept.',
      nullable: true,
      resolve: ({ rgb }) => hexOf(rgb),
    }),
    commonName: t.string({
      description: 'What people call the swatch, whatever words the model has: a named color of CSS.',
      nullable: true,
      resolve: ({ rgb }) => rgb && colorName(rgb),
    }),
    hex: t.string({
      description: 'What the model calls by this name, such as #d82428; null where no worker has said.',
      nullable: true,
      resolve: async ({ name, fingerprint }, _args, context) => {
        const model = await models.find(context, fingerprint);
        return hexOf(model?.traits.colors?.find((color) => color.name === name)?.rgb);
      },
    }),
  }),
});

const hexOf = (rgb: readonly number[] | undefined): string | undefined =>
  rgb && `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

const activeIn = (row: readonly number[]): number[] => row.flatMap((vector, layer) => (vector < 0 ? [] : [layer]));

const Source = builder.enumType('TokenSource', {
  description: 'Where a token comes from: a picture that was inverted, a file, or another token.',
  values: { INVERSION: { value: 'inversion' }, IMPORT: { value: 'import' }, COPY: { value: 'copy' } } as const,
});

builder.objectType(tokens.ref, {
  name: 'Token',
  description: 'One version of a learned token. Lists show the newest versions.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The same for all versions.' }),
    attribute: t.field({
      description: 'What it brings into a picture.',
      type: TokenNameEnum,
      resolve: ({ attribute }) => attribute,
    }),
    version: t.exposeInt('version', { description: 'From 1.' }),
    isLatest: t.exposeBoolean('isLatest', { description: 'Whether no newer version is there.' }),
    library: t.field({
      description: 'That it is in.',
      type: libraries.ref,
      // Lists read it by the same statement.
      resolve: (token) => ('library' in token ? (token as ListedToken).library : token.libraryId),
    }),
    model: t.field({
      description: 'That it works with; null where no worker has offered it.',
      type: models.ref,
      nullable: true,
      resolve: ({ fingerprint }) => fingerprint,
    }),
    modelName: t.exposeString('modelName', { description: 'As it was called when the token was learned.' }),
    fingerprint: t.exposeString('fingerprint', {
      description: 'Of its model, SHA-256 in hexadecimal. It works with no other.',
    }),
    method: t.exposeString('method', { description: 'By which it was learned.' }),
    steps: t.exposeInt('steps', { description: 'Of the optimiser that it took.' }),
    objectWord: t.exposeString('objectWord', { description: 'What its picture shows, in one word.' }),
    initialWord: t.exposeString('initialWord', { description: 'Where its vectors began.' }),
    palette: t.field({
      description: 'Main colours of its picture, the largest share first.',
      type: [Color],
      extensions: embedded(8),
      resolve: ({ palette, fingerprint }) => palette.map((color) => ({ ...color, fingerprint })),
    }),
    hash: t.exposeString('hash', { nullable: true, description: 'By which recipes in pictures know it.' }),
    notes: t.exposeString('notes', { description: 'Whoever may read the token reads them.' }),
    tags: t.exposeStringList('tags', { description: 'In lower case, at most 30; the same for all versions.' }),
    isFavorite: t.exposeBoolean('isFavorite', {
      description:
        'Whether you like it; an API key likes nothing. Where it is asked for in organizationChanges, changes are read for each reader.',
      extensions: { personal: true },
    }),
    createdBy: t.field({
      description: 'Null when an API key did it, or who is no member (any more).',
      type: users.ref,
      nullable: true,
      resolve: ({ createdBy }) => createdBy,
    }),
    leakReport: t.field({
      description: 'Null where it was not measured.',
      type: LeakReportType,
      nullable: true,
      resolve: ({ leakReport }) => leakReportSchema.safeParse(leakReport).data,
    }),
    cells: t.loadableList({
      description: 'Where in the model it is active.',
      type: StageCellsType,
      extensions: atMost(20),
      load: async (ids: TokenId[], context) => {
        const rows = await inOrganization(context, async (transaction, { actor }) => ({
          cells: await getCells(transaction, actor, ids),
          tokens: await getTokens(transaction, actor, ids),
        }));
        return ids.map((each) => {
          const grid = rows.cells.find((row) => row.id === each)?.cells ?? [];
          const stageBounds = rows.tokens.find((row) => row.id === each)?.stageBounds ?? [];
          return grid.map((row, stage) => ({ stage, stageBounds, layers: activeIn(row) }));
        });
      },
      resolve: (row) => row.id,
    }),
    vectorCount: t.exposeInt('vectorCount', { description: 'How many vectors it has.' }),
    vectorWidth: t.exposeInt('vectorWidth', { description: 'Numbers of each vector.' }),
    source: t.field({ description: 'Where it comes from.', type: Source, resolve: ({ source }) => source }),
    inversion: t.field({
      description: 'That learned it; null for what another organisation learned.',
      type: inversions.ref,
      nullable: true,
      resolve: ({ inversionId, organizationId }, _args, context) =>
        organizationId === viewerOf(context).organizationId ? inversionId : null,
    }),
    picture: pictureField(
      t,
      'What it makes of a prompt that names nothing else; null for what was not drawn, as tokens of files.',
      ({ id: tokenId, previewKey, pictureSizes, name, organizationId }) => ({
        key: previewKey,
        sizes: pictureSizes,
        name,
        organizationId,
        keep: (transaction, sizes) => keepSizes(transaction, 'token', tokenId, sizes),
      }),
    ),
    preview: t.field({
      description: 'A picture drawn with it alone; null for none.',
      deprecationReason: 'Use picture.',
      type: SignedUrl,
      nullable: true,
      resolve: ({ previewKey, name }, _args, context) => signed(context, previewKey, `${name}.png`),
    }),
    versions: t.loadableList({
      description: `The newest first, at most ${VERSIONS}.`,
      type: tokens.ref,
      extensions: atMost(VERSIONS),
      load: async (ids: TokenId[], context) => {
        const versions = await inOrganization(context, (transaction, { actor }) =>
          getVersionsOf(transaction, actor, ids, VERSIONS),
        );
        return ids.map((each) => versions.get(each) ?? []);
      },
      resolve: (token) => token.id,
    }),
    createdAt: t.field({
      description: 'When this version was made.',
      type: 'DateTime',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});

const TokenConnection = connectionOf<Token>('Token', tokens.ref);

const MAX_TAGS_ASKED = 30;

const COVERS = 4;

builder.objectFields(libraries.ref, (t) => ({
  covers: t.loadableList({
    description: `Its newest tokens with a picture, at most ${COVERS}.`,
    type: tokens.ref,
    extensions: atMost(COVERS),
    load: async (ids: LibraryId[], context) => {
      const rows = await inOrganization(context, (transaction, { actor }) =>
        getCovers(transaction, actor, ids, COVERS),
      );
      return ids.map((each) => rows.filter(({ libraryId }) => libraryId === each));
    },
    resolve: (library) => library.id,
  }),
  tokens: t.field({
    description: 'The newest first.',
    type: TokenConnection,
    extensions: PAGED,
    args: pageArgs(t.arg),
    resolve: (library, page, context, info) => {
      const filter = { libraryId: library.id };
      return readConnection<Token>(
        context,
        info,
        page,
        (request) =>
          (transaction, { actor }) =>
            listTokens(transaction, actor, filter, request),
        (transaction, { actor }) => countTokens(transaction, actor, filter),
      );
    },
  }),
}));

const Similar = builder.objectRef<SimilarToken>('SimilarToken').implement({
  description: 'A token and how near it is.',
  fields: (t) => ({
    token: t.field({ description: 'Of the same model and attribute.', type: tokens.ref, resolve: (token) => token }),
    distance: t.exposeFloat('distance', {
      description: 'Cosine distance: 0 the same direction, 1 unrelated, 2 opposite.',
    }),
  }),
});

const SimilarConnection = connectionOf<SimilarToken>('SimilarToken', Similar);

const Order = builder.enumType('TokenOrder', {
  description: 'NEWEST first, or by NAME from A to Z.',
  values: { NEWEST: { value: 'newest' }, NAME: { value: 'name' } } as const,
});

builder.queryFields((t) => ({
  token: t.field({
    description: 'One version of a token, by its id.',
    type: tokens.ref,
    errors: missing,
    args: { id: t.arg.id(id('Token')) },
    resolve: (_root, args, context) => tokens.get(context, args.id),
  }),
  tokens: t.field({
    description: 'Of all libraries that you may read.',
    type: TokenConnection,
    extensions: PAGED,
    args: {
      ...pageArgs(t.arg),
      libraryId: t.arg.id(optionalId('Library')),
      inversionId: t.arg.id(optionalId('Inversion')),
      modelId: t.arg.id(optionalId('Model')),
      attribute: t.arg({ type: TokenNameEnum }),
      name: t.arg.string({ description: 'Part of the name.' }),
      text: t.arg.string({ description: 'In the name, the notes or a tag.' }),
      tags: t.arg.stringList({ description: 'Has all of them.' }),
      favorites: t.arg.boolean({ description: 'True: only what you like.' }),
      mine: t.arg.boolean({ description: 'True: only what you made; with an API key, what that has.' }),
      madeById: t.arg.id(optionalId('User', 'Only what this member made; of somebody who is none, nothing.')),
      order: t.arg({ type: Order }),
    },
    resolve: (_root, { libraryId, inversionId, modelId, attribute, name, order, ...rest }, context, info) => {
      const { text: mentioned, tags, favorites, mine, madeById, ...page } = rest;
      const filter = {
        text: optionalText('text', mentioned, 'name'),
        tags: tags ? few('tags', tags, MAX_TAGS_ASKED).map((tag) => text('A tag', tag, 'tag')) : undefined,
        isFavorite: favorites || undefined,
        madeBy: mine ? viewerOf(context).actor : undefined,
        madeByMember: madeById ? decodeId('User', madeById) : undefined,
        libraryId: libraryId ? decodeId('Library', libraryId) : undefined,
        inversionId: inversionId ? decodeId('Inversion', inversionId) : undefined,
        fingerprint: modelId ? decodeId('Model', modelId) : undefined,
        attribute: attribute ?? undefined,
        name: optionalText('name', name, 'name'),
      };
      return readConnection<Token>(
        context,
        info,
        page,
        (request) =>
          (transaction, { actor }) =>
            listTokens(transaction, actor, filter, { ...request, order: order ?? undefined }),
        (transaction, { actor }) => countTokens(transaction, actor, filter),
      );
    },
  }),
  similarTokens: t.field({
    description: 'Tokens of the same model and attribute, the nearest first.',
    type: SimilarConnection,
    extensions: PAGED,
    args: { ...pageArgs(t.arg), tokenId: t.arg.id(id('Token')), libraryId: t.arg.id(optionalId('Library')) },
    resolve: (_root, { tokenId, libraryId, ...page }, context, info) => {
      const filter = { libraryId: libraryId ? decodeId('Library', libraryId) : undefined };
      const to = decodeId('Token', tokenId);
      return readConnection<SimilarToken>(
        context,
        info,
        page,
        (request) =>
          (transaction, { actor }) =>
            similarTokens(transaction, actor, to, filter, request),
        async (transaction, { actor }) => {
          const [token] = await getTokens(transaction, actor, [to]);
          if (!token) return 0;
          const { attribute, fingerprint, lineageId } = token;
          const all = await countTokens(transaction, actor, { ...filter, attribute, fingerprint });
          const own = (await getVersions(transaction, actor, to)).find((version) => version.isLatest);
          const isCounted =
            own && own.lineageId === lineageId && (!filter.libraryId || own.libraryId === filter.libraryId);
          return isCounted ? all - 1 : all;
        },
        false,
      );
    },
  }),
}));

const Uses = builder.objectRef<TokenUses>('TokenUses').implement({
  description: 'What uses a token.',
  fields: (t) => ({
    compositions: t.exposeInt('compositions', {
      description: "How many of the organisation's compositions use any of its versions.",
    }),
    compositionIds: t.idList({
      description: 'The newest, at most ten.',
      resolve: ({ compositionIds }) => compositionIds.map((each) => encodeId('Composition', each)),
    }),
  }),
});

builder.queryField('tokenUses', (t) =>
  t.field({
    description: 'What would be affected by deleting a token of the organisation.',
    type: Uses,
    errors: missing,
    args: { tokenId: t.arg.id(id('Token')) },
    resolve: (_root, { tokenId }, context) =>
      inOrganization(context, (transaction, { actor }) => tokenUses(transaction, actor, decodeId('Token', tokenId))),
  }),
);

builder.mutationFields((t) => ({
  renameToken: t.field({
    description: 'All its versions with it.',
    type: tokens.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'nameTaken'),
    args: { tokenId: t.arg.id(id('Token')), name: t.arg.string({ required: true }) },
    resolve: (_root, args, context) => {
      const inner: TokenId = decodeId('Token', args.tokenId);
      const name = text('name', args.name, 'name');
      return inOrganization(context, async (transaction, { actor }) => {
        await updateToken(transaction, actor, inner, { name });
        const subject = { subjectKind: 'token', subjectId: inner, detail: { name } };
        await recordAudit(transaction, actor, { action: 'token.rename', ...subject });
        return inner;
      });
    },
  }),
  copyToken: t.field({
    description: 'Into a library of your organisation, as a first version. It stays when the original goes.',
    type: tokens.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'nameTaken', 'keyReused'),
    args: {
      tokenId: t.arg.id(id('Token')),
      libraryId: t.arg.id(id('Library')),
      name: t.arg.string({ description: 'By default that of the original.' }),
      clientMutationKey: t.arg.string(MUTATION_KEY),
    },
    resolve: (_root, args, context) => {
      const original = decodeId('Token', args.tokenId);
      const libraryId = decodeId('Library', args.libraryId);
      const name = optionalText('name', args.name, 'name');
      const key = mutationKey(args.clientMutationKey);
      return inOrganization(context, (transaction, { actor }) =>
        copyToken(transaction, actor, original, libraryId, name, key),
      );
    },
  }),
  deleteToken: t.field({
    description: 'With all its versions. See tokenUses for what uses it.',
    type: Deleted,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'inUse'),
    args: {
      tokenId: t.arg.id(id('Token')),
      evenInUse: t.arg.boolean({
        defaultValue: false,
        description: 'Compositions keep their pictures and cannot be run again.',
      }),
    },
    resolve: async (_root, { tokenId, evenInUse }, context) => {
      const inner = decodeId('Token', tokenId);
      await inOrganization(context, async (transaction, { actor }) => {
        await deleteToken(transaction, actor, inner, { evenInUse: evenInUse ?? false });
        await recordAudit(transaction, actor, { action: 'token.delete', subjectKind: 'token', subjectId: inner });
      });
      return { id: tokenId };
    },
  }),
}));
