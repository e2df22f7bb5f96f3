import { ROLES } from '@facet/contracts';
import {
  changeRole,
  countMembers,
  countWithin,
  createTeam,
  endExpiredInvitations,
  endMembership,
  getInvitations,
  getMembers,
  isTaken,
  listInvitations,
  listMembers,
  recordAudit,
  requireMembership,
  type Invitation,
  type Member,
  type NewAuditEvent,
} from '@facet/db';
import { APIError } from 'better-auth/api';
import * as z from 'zod';
import { pagesAt } from '../auth/letters.ts';
import { mayAdminister, type Viewer } from '../auth/viewer.ts';
import { inOrganization, translated, viewerOf, type Context } from '../graphql/context.ts';
import { id } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { InvitationDeliveryEnum, RoleEnum } from './enums.ts';
import { failing } from './error-types.ts';
import { ForbiddenError, InvalidInputError, QuotaExceededError } from '../errors.ts';
import { decodeId, encodeId } from '../ids.ts';
import { text } from '../input.ts';
import { organizations, users } from './organization.ts';
import { nodeRef } from './node.ts';
import { connectionOf, PAGED, pageArgs, readConnection } from './page.ts';

const members = nodeRef<'Member', Member>('Member', (transaction, _viewer, ids) => getMembers(transaction, ids));

builder.objectType(members.ref, {
  name: 'Member',
  description: 'A person in the organisation that you act for.',
  fields: (t) => ({
    user: t.field({ description: 'Who it is.', type: users.ref, resolve: ({ userId }) => userId }),
    role: t.field({
      description: 'What they may do in the organisation.',
      type: RoleEnum,
      resolve: ({ role }) => ROLES.find((each) => each === role) ?? 'viewer',
    }),
    createdAt: t.field({
      description: 'Since when they are a member.',
      type: 'DateTime',
      resolve: ({ createdAt }) => createdAt,
    }),
  }),
});

const MemberConnection = connectionOf<Member>('Member', members.ref);

const invitations = nodeRef<'Invitation', Invitation>('Invitation', async (transaction, viewer, ids) =>
  mayAdminister(viewer) && viewer.user ? getInvitations(transaction, ids) : [],
);

builder.objectType(invitations.ref, {
  name: 'Invitation',
  description: 'To become a member. Its id lets somebody in, so only those who may invite see it.',
  fields: (t) => ({
    email: t.exposeString('email', { description: 'Whom it was sent to.' }),
    role: t.field({
      description: 'That they will have.',
      type: RoleEnum,
      resolve: ({ role }) => ROLES.find((each) => each === role) ?? 'viewer',
    }),
    url: t.string({
      description: 'Where it is accepted, by who has an account with this address. It is in the e-mail, too.',
      resolve: ({ id: invitationId }, _args, { services }) =>
        pagesAt(services.config.webUrl).invitation(encodeId('Invitation', invitationId)),
    }),
    delivery: t.field({
      description: 'How it went with its newest e-mail; inviting them again sends another.',
      type: InvitationDeliveryEnum,
      resolve: ({ delivery }) => delivery,
    }),
    expiresAt: t.field({
      description: 'Until then it can be accepted.',
      type: 'DateTime',
      resolve: ({ expiresAt }) => expiresAt,
    }),
  }),
});

builder.queryFields((t) => ({
  members: t.field({
    description: 'Of the organisation that you act for.',
    type: MemberConnection,
    extensions: PAGED,
    args: pageArgs(t.arg),
    resolve: (_root, page, context, info) =>
      readConnection<Member>(
        context,
        info,
        page,
        (request) => (transaction) => listMembers(transaction, request),
        countMembers,
      ),
  }),
  invitations: t.field({
    description: 'That nobody has answered yet. Their ids let people in, so only those who may invite see them.',
    type: [invitations.ref],
    authScopes: { $all: { can: 'administer', person: true } },
    resolve: (_root, _args, context) => inOrganization(context, (transaction) => listInvitations(transaction)),
  }),
}));

/** better-auth's own refusals, such as removing the last owner, in the words that it has for them. */
async function asked<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (error.statusCode === 403) throw new ForbiddenError(error.message);
    throw new InvalidInputError(error.message);
  }
}

const note = (context: Context, event: NewAuditEvent): Promise<void> =>
  inOrganization(context, (transaction, { actor }) => recordAudit(transaction, actor, event));

/** The cookie of a person, for better-auth; fields that use it ask for the scope `person`. */
const headersOf = (context: Context): Headers => viewerOf(context).user!.headers;

/** Who may change members is a person; fields that change them ask for the scope `person`. */
const personOf = ({ user }: Viewer) => ({ kind: 'user', id: user!.id }) as const;

/** Of one person, whatever organisations they have: e-mails go to people who did not ask for them. */
const INVITATIONS = { max: 50, windowSeconds: 86_400 };

const email = z.email();
const people = { $all: { can: 'administer', person: true } } as const;

builder.mutationFields((t) => ({
  createOrganization: t.field({
    description: 'A team, with you as its owner.',
    type: organizations.ref,
    authScopes: { person: true },
    errors: failing('nameTaken', 'quotaExceeded'),
    args: {
      name: t.arg.string({ required: true }),
      slug: t.arg.string({ required: true, description: 'Its public short name: a-z, 0-9 and -, at most 60.' }),
    },
    resolve: async (_root, args, context) => {
      if (!/^[a-z0-9][a-z0-9-]{1,59}$/.test(args.slug) || args.slug.startsWith('personal-'))
        throw new InvalidInputError('slug must be 2 to 60 of a-z, 0-9 and -, and not begin with personal-.');
      const { actor, user } = viewerOf(context);
      const { database, operations } = context.services;
      const input = { name: text('name', args.name, 'name'), slug: args.slug };
      const made = await translated(
        operations.withOperations((transaction) => createTeam(transaction, user!.id, input)),
      );
      return database.withOrganization(made.id, async (transaction) => {
        const event = { action: 'organization.create', subjectKind: 'organization', subjectId: made.id };
        await recordAudit(transaction, actor, event);
        return made;
      });
    },
  }),
  renameOrganization: t.field({
    description: 'Its short name stays, for grants name it.',
    type: organizations.ref,
    authScopes: people,
    errors: failing(),
    args: { name: t.arg.string({ required: true }) },
    resolve: async (_root, args, context) => {
      const { organizationId } = viewerOf(context);
      const name = text('name', args.name, 'name');
      const body = { organizationId, data: { name } };
      await asked(context.services.auth.api.updateOrganization({ headers: headersOf(context), body }));
      const subject = { subjectKind: 'organization', subjectId: organizationId };
      await note(context, { action: 'organization.update', ...subject, detail: { name } });
      return organizationId;
    },
  }),
  inviteMember: t.field({
    description:
      'Sends an e-mail with a link that is good for a week. Who is invited already is sent the same link again, in the role of then, and has a week anew.',
    type: invitations.ref,
    authScopes: people,
    errors: failing('quotaExceeded'),
    args: { email: t.arg.string({ required: true }), role: t.arg({ type: RoleEnum, required: true }) },
    resolve: async (_root, args, context) => {
      if (!email.safeParse(args.email).success) throw new InvalidInputError('email is no address.');
      const { organizationId, user } = viewerOf(context);
      const { auth, operations } = context.services;
      const isWithin = await operations.withOperations(async (transaction) => {
        await endExpiredInvitations(transaction, organizationId, args.email);
        return countWithin(transaction, `invitations/${user!.id}`, INVITATIONS);
      });
      if (!isWithin) throw new QuotaExceededError(`You have sent ${INVITATIONS.max} invitations within a day. Wait.`);
      const body = { email: args.email, role: args.role, organizationId, resend: true };
      const invite = () => asked(auth.api.createInvitation({ headers: headersOf(context), body }));
      // Of those who invite an address at the same moment one makes the invitation, and the others send it again.
      const made = await invite().catch((error: unknown) => {
        if (isTaken(error)) return invite();
        throw error;
      });
      const detail = { role: args.role };
      await note(context, { action: 'member.invite', subjectKind: 'invitation', subjectId: made.id, detail });
      return made.id;
    },
  }),
  cancelInvitation: t.field({
    description: 'Its link opens nothing from now on.',
    type: Deleted,
    authScopes: people,
    errors: failing('notFound'),
    args: { invitationId: t.arg.id(id('Invitation')) },
    resolve: async (_root, args, context) => {
      const { id: invitationId } = await invitations.get(context, args.invitationId);
      await asked(context.services.auth.api.cancelInvitation({ headers: headersOf(context), body: { invitationId } }));
      await note(context, { action: 'member.uninvite', subjectKind: 'invitation', subjectId: invitationId });
      return { id: args.invitationId };
    },
  }),
  changeMemberRole: t.field({
    description: 'Owners are made and unmade by owners; the last one stays.',
    type: members.ref,
    authScopes: people,
    errors: failing('notFound', 'wrongState'),
    args: { memberId: t.arg.id(id('Member')), role: t.arg({ type: RoleEnum, required: true }) },
    resolve: (_root, args, context) => {
      const memberId = decodeId('Member', args.memberId);
      return inOrganization(context, (transaction, viewer) =>
        changeRole(transaction, personOf(viewer), memberId, args.role),
      );
    },
  }),
  removeMember: t.field({
    description: 'What they made stays with the organisation, and their private libraries go to an owner.',
    type: Deleted,
    authScopes: people,
    errors: failing('notFound', 'wrongState'),
    args: { memberId: t.arg.id(id('Member')) },
    resolve: async (_root, { memberId }, context) => {
      const inner = decodeId('Member', memberId);
      await inOrganization(context, (transaction, viewer) => endMembership(transaction, personOf(viewer), inner));
      return { id: memberId };
    },
  }),
  leaveOrganization: t.field({
    description: 'The one that you act for. What you made stays there; your private libraries go to an owner.',
    type: Deleted,
    authScopes: { person: true },
    errors: failing('wrongState'),
    resolve: (_root, _args, context) =>
      inOrganization(context, async (transaction, viewer) => {
        const person = personOf(viewer);
        const { id: memberId } = await requireMembership(transaction, person.id);
        await endMembership(transaction, person, memberId);
        return { id: encodeId('Member', memberId) };
      }),
  }),
}));
