import {
  acceptOffer,
  countLibraries,
  countTokensByLibrary,
  createLibrary,
  deleteLibrary,
  endGrantToUs,
  findOrganizationBySlug,
  getGrants,
  getLibraries,
  getOffers,
  listLibraries,
  listOffers,
  offerLibrary,
  recordAudit,
  revokeGrant,
  updateLibrary,
  type Library,
  type LibraryGrant,
  type OrganizationTransaction,
  type To,
} from '@facet/db';
import { LibraryId } from '@facet/contracts';
import { mayAdminister } from '../auth/viewer.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { id, MUTATION_KEY, optionalId } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { VisibilityEnum } from './enums.ts';
import { failing, missing } from './error-types.ts';
import { InvalidInputError, NotFoundError } from '../errors.ts';
import { decodeId } from '../ids.ts';
import { mutationKey, optionalText, text } from '../input.ts';
import { nodeRef } from './node.ts';
import { organizations, users } from './organization.ts';
import { atMost, connectionOf, PAGED, pageArgs, readConnection } from './page.ts';

export const libraries = nodeRef<'Library', Library>('Library', (transaction, { actor }, ids) =>
  getLibraries(transaction, actor, ids),
);

const idOfGrant = ({ libraryId, granteeOrganizationId }: LibraryGrant): string =>
  `${libraryId}/${granteeOrganizationId}`;

const grants = nodeRef<'LibraryGrant', LibraryGrant>(
  'LibraryGrant',
  async (transaction, _viewer, ids) => {
    const wanted: readonly string[] = ids;
    const libraryIds = wanted.map((each) => LibraryId.parse(each.split('/')[0]));
    return (await getGrants(transaction, libraryIds)).filter((row) => wanted.includes(idOfGrant(row)));
  },
  { idOf: idOfGrant },
);

builder.objectType(grants.ref, {
  name: 'LibraryGrant',
  description: 'Lets another organisation read a library.',
  fields: (t) => ({
    organization: t.field({
      description: 'That may read it.',
      type: organizations.ref,
      resolve: ({ granteeOrganizationId }) => granteeOrganizationId,
    }),
    createdAt: t.field({ description: 'Since when.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
  }),
});

const idOfOffer = ({ libraryId, granteeSlug }: LibraryGrant): string => `${libraryId}/${granteeSlug}`;
const libraryOf = (offerId: string): LibraryId => LibraryId.parse(decodeId('LibraryOffer', offerId).split('/')[0]);

const offers = nodeRef<'LibraryOffer', LibraryGrant>(
  'LibraryOffer',
  async (transaction, viewer, ids) => {
    const wanted: readonly string[] = ids;
    if (!mayAdminister(viewer)) return [];
    const rows = await getOffers(
      transaction,
      wanted.map((each) => LibraryId.parse(each.split('/')[0])),
    );
    return rows.filter((row) => wanted.includes(idOfOffer(row)));
  },
  { idOf: idOfOffer },
);

builder.objectType(offers.ref, {
  name: 'LibraryOffer',
  description: 'To let another organisation read a library. It shows nothing of the library before it is accepted.',
  fields: (t) => ({
    libraryName: t.exposeString('offeredName', { description: 'As it was when it was offered.' }),
    from: t.field({
      description: 'Whose the library is.',
      type: organizations.ref,
      resolve: ({ organizationId }) => organizationId,
    }),
    toSlug: t.exposeString('granteeSlug', { description: 'The short name that it was offered to.' }),
    createdAt: t.field({
      description: 'When it was offered.',
      type: 'DateTime',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});

builder.objectType(libraries.ref, {
  name: 'Library',
  description:
    'A collection of tokens: private to its creator, shared with its organisation, or granted by another one.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'No two shared ones of an organisation have the same.' }),
    description: t.exposeString('description', { description: 'Empty for none.' }),
    visibility: t.field({
      description: 'Who of its organisation sees it.',
      type: VisibilityEnum,
      resolve: ({ visibility }) => visibility,
    }),
    organization: t.field({
      description: 'Whose it is. Another than yours: it is granted, and can be read only.',
      type: organizations.ref,
      resolve: ({ organizationId }) => organizationId,
    }),
    isGranted: t.boolean({
      description: "Whether it is another organisation's, and so can only be read.",
      resolve: ({ organizationId }, _args, context) => organizationId !== viewerOf(context).organizationId,
    }),
    tokenCount: t.loadable({
      description: 'Of its tokens; versions of one count once.',
      type: 'Int',
      load: async (ids: LibraryId[], context) => {
        const counts = await inOrganization(context, (transaction) => countTokensByLibrary(transaction, ids));
        return ids.map((libraryId) => counts.get(libraryId) ?? 0);
      },
      resolve: (library) => library.id,
    }),
    grants: t.loadableList({
      description: 'To whom it is granted; empty for one that is granted to you.',
      type: grants.ref,
      extensions: atMost(100),
      load: async (ids: LibraryId[], context) => {
        const rows = await inOrganization(context, (transaction) => getGrants(transaction, ids));
        return ids.map((libraryId) => rows.filter((grant) => grant.libraryId === libraryId));
      },
      resolve: (library) => library.id,
    }),
    shareCount: t.loadable({
      description:
        'With how many other organisations it is shared: by grants, and for who administers the organisation by offers, too. Cheaper than these.',
      type: 'Int',
      load: async (ids: LibraryId[], context) => {
        const rows = await inOrganization(context, async (transaction, viewer) => [
          ...(await getGrants(transaction, ids)),
          ...(mayAdminister(viewer) ? await getOffers(transaction, ids) : []),
        ]);
        return ids.map((libraryId) => rows.filter((grant) => grant.libraryId === libraryId).length);
      },
      resolve: (library) => library.id,
    }),
    createdBy: t.field({
      description: 'Null when an API key did it, or who is no member (any more).',
      type: users.ref,
      nullable: true,
      resolve: ({ createdBy }) => createdBy,
    }),
    offers: t.loadableList({
      description:
        'To whom it is offered, and who has not answered; empty for who does not administer the organisation.',
      type: offers.ref,
      load: async (ids: LibraryId[], context) => {
        const rows = await inOrganization(context, (transaction, viewer) =>
          mayAdminister(viewer) ? getOffers(transaction, ids) : Promise.resolve([]),
        );
        return ids.map((libraryId) => rows.filter((offer) => offer.libraryId === libraryId));
      },
      resolve: (library) => library.id,
    }),
    createdAt: t.field({ description: 'When it was made.', type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
  }),
});

const LibraryConnection = connectionOf<Library>('Library', libraries.ref);

const Origin = builder.enumType('LibraryOrigin', {
  description: "Whose libraries: the organisation's own, or those that others grant to it.",
  values: { OWN: { value: 'own' }, GRANTED: { value: 'granted' } } as const,
});

builder.queryFields((t) => ({
  library: t.field({
    description: 'One library, by its id.',
    type: libraries.ref,
    errors: missing,
    args: { id: t.arg.id(id('Library')) },
    resolve: (_root, args, context) => libraries.get(context, args.id),
  }),
  libraryOffers: t.field({
    description: 'Libraries that others offer to your organisation, the oldest first; accept or decline them.',
    type: [offers.ref],
    authScopes: { can: 'administer' },
    resolve: (_root, _args, context) => inOrganization(context, (transaction) => listOffers(transaction)),
  }),
  libraries: t.field({
    description: 'The newest first.',
    type: LibraryConnection,
    extensions: PAGED,
    args: {
      ...pageArgs(t.arg),
      name: t.arg.string({ description: 'Part of the name.' }),
      origin: t.arg({ type: Origin }),
    },
    resolve: (_root, { name, origin, ...page }, context, info) => {
      const filter = { name: optionalText('name', name, 'name'), origin: origin ?? undefined };
      return readConnection<Library>(
        context,
        info,
        page,
        (request) =>
          (transaction, { actor }) =>
            listLibraries(transaction, actor, filter, request),
        (transaction, { actor }) => countLibraries(transaction, actor, filter),
      );
    },
  }),
}));

const audit = (action: string, subjectId: LibraryId, detail: Record<string, unknown> = {}) => ({
  action: `library.${action}`,
  subjectKind: 'library',
  subjectId,
  detail,
});

/** Changes one library and notes it, in one transaction. */
const change = <Result>(
  context: Context,
  globalId: string,
  action: string,
  work: (...args: [...Parameters<Parameters<typeof inOrganization>[1]>, LibraryId]) => Promise<Result>,
): Promise<Result> =>
  inOrganization(context, async (transaction, viewer) => {
    const libraryId = decodeId('Library', globalId);
    const result = await work(transaction, viewer, libraryId);
    await recordAudit(transaction, viewer.actor, audit(action, libraryId));
    return result;
  });

/** What an organisation does about a library that another offers or grants to it, noted in its own log. */
const answer = (
  context: Context,
  libraryId: LibraryId,
  action: string,
  work: (transaction: OrganizationTransaction, libraryId: LibraryId) => Promise<boolean>,
): Promise<LibraryId> =>
  inOrganization(context, async (transaction, { actor }) => {
    if (!(await work(transaction, libraryId))) throw new NotFoundError();
    await recordAudit(transaction, actor, audit(action, libraryId));
    return libraryId;
  });

builder.mutationFields((t) => ({
  createLibrary: t.field({
    description: 'An empty one.',
    type: libraries.ref,
    authScopes: { can: 'write' },
    errors: failing('nameTaken', 'keyReused'),
    args: {
      name: t.arg.string({ required: true }),
      description: t.arg.string(),
      visibility: t.arg({ type: VisibilityEnum, required: true }),
      clientMutationKey: t.arg.string(MUTATION_KEY),
    },
    resolve: (_root, args, context) => {
      const name = text('name', args.name, 'name');
      const description = optionalText('description', args.description, 'description');
      const key = mutationKey(args.clientMutationKey);
      return inOrganization(context, (transaction, { actor }) =>
        createLibrary(transaction, actor, { name, description, visibility: args.visibility }, key),
      );
    },
  }),
  updateLibrary: t.field({
    description: 'What is left out stays. Making a library private ends its grants.',
    type: libraries.ref,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'nameTaken'),
    args: {
      libraryId: t.arg.id(id('Library')),
      name: t.arg.string(),
      description: t.arg.string(),
      visibility: t.arg({ type: VisibilityEnum }),
    },
    resolve: (_root, args, context) => {
      const changes = {
        name: optionalText('name', args.name, 'name'),
        description: optionalText('description', args.description, 'description'),
        visibility: args.visibility ?? undefined,
      };
      return change(context, args.libraryId, 'update', (transaction, { actor }, libraryId) =>
        updateLibrary(transaction, actor, libraryId, changes),
      );
    },
  }),
  deleteLibrary: t.field({
    description: 'With its grants; one that holds tokens only if you say so.',
    type: Deleted,
    authScopes: { can: 'write' },
    errors: failing('notFound', 'inUse'),
    args: {
      libraryId: t.arg.id(id('Library')),
      withTokens: t.arg.boolean({ defaultValue: false, description: 'Otherwise one that holds tokens stays.' }),
    },
    resolve: async (_root, { libraryId, withTokens }, context) => {
      await change(context, libraryId, 'delete', (transaction, { actor }, inner) =>
        deleteLibrary(transaction, actor, inner, { withTokens: withTokens ?? false }),
      );
      return { id: libraryId };
    },
  }),
  grantLibrary: t.field({
    description:
      'Offers another organisation to read the library. Once it accepts, it does so until the grant is revoked, or left.',
    type: libraries.ref,
    authScopes: { can: 'administer' },
    errors: failing('notFound', 'wrongState'),
    args: {
      libraryId: t.arg.id(id('Library')),
      organizationSlug: t.arg.string({
        required: true,
        description: 'The public short name of the other organisation.',
      }),
    },
    resolve: async (_root, { libraryId, organizationSlug }, context) => {
      const slug = text('organizationSlug', organizationSlug, 'name');
      const grantee = await context.services.operations.withOperations((transaction) =>
        findOrganizationBySlug(transaction, slug),
      );
      if (!grantee) throw new NotFoundError(`No organisation has the short name ${JSON.stringify(slug)}.`);
      return change(context, libraryId, 'grant', async (transaction, { actor }, inner) => {
        await offerLibrary(transaction, actor, inner, grantee);
        return inner;
      });
    },
  }),
  revokeLibraryGrant: t.field({
    description:
      'From now on the other organisation does not see the library, or the offer. Copies that it made of tokens stay with it.',
    type: libraries.ref,
    authScopes: { can: 'administer' },
    errors: failing('notFound'),
    args: {
      libraryId: t.arg.id(id('Library')),
      organizationId: t.arg.id(optionalId('Organization', 'To which it is granted.')),
      organizationSlug: t.arg.string({
        description: 'In place of its id: the short name that it was granted or offered to.',
      }),
    },
    resolve: (_root, { libraryId, organizationId, organizationSlug }, context) => {
      if (!organizationId && !organizationSlug) throw new InvalidInputError('Give organizationId or organizationSlug.');
      const to: To = organizationId
        ? { organizationId: decodeId('Organization', organizationId) }
        : { slug: text('organizationSlug', organizationSlug!, 'name') };
      return change(context, libraryId, 'revoke', async (transaction, { actor }, inner) => {
        if (!(await revokeGrant(transaction, actor, inner, to))) throw new NotFoundError();
        return inner;
      });
    },
  }),
  acceptLibraryOffer: t.field({
    description: 'From now on your organisation reads the library, and the other one sees who you are.',
    type: libraries.ref,
    authScopes: { can: 'administer' },
    errors: failing('notFound'),
    args: { offerId: t.arg.id(id('LibraryOffer', 'One to your organisation.')) },
    resolve: (_root, { offerId }, context) =>
      answer(context, libraryOf(offerId), 'accept', (transaction, inner) => acceptOffer(transaction, inner)),
  }),
  declineLibraryOffer: t.field({
    description: 'The other organisation can offer again.',
    type: Deleted,
    authScopes: { can: 'administer' },
    errors: failing('notFound'),
    args: { offerId: t.arg.id(id('LibraryOffer', 'One to your organisation.')) },
    resolve: async (_root, { offerId }, context) => {
      await answer(context, libraryOf(offerId), 'decline', (transaction, inner) =>
        endGrantToUs(transaction, inner, { isAccepted: false }),
      );
      return { id: offerId };
    },
  }),
  leaveLibrary: t.field({
    description: 'One that is granted to your organisation, which does not see it from now on.',
    type: Deleted,
    authScopes: { can: 'administer' },
    errors: failing('notFound'),
    args: { libraryId: t.arg.id(id('Library')) },
    resolve: async (_root, { libraryId }, context) => {
      await answer(context, decodeId('Library', libraryId), 'leave', (transaction, inner) =>
        endGrantToUs(transaction, inner, { isAccepted: true }),
      );
      return { id: libraryId };
    },
  }),
}));
