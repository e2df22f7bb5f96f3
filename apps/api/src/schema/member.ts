import { ROLES } from '@facet/contracts';
import {
  countMembers,
  getInvitations,
  getMembers,
  listInvitations,
  listMembers,
  recordAudit,
  type Invitation,
  type Member,
  type NewAuditEvent,
} from '@facet/db';
import { APIError } from 'better-auth/api';
import * as z from 'zod';
import { mayAdminister } from '../auth/viewer.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { id } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { RoleEnum } from './enums.ts';
import { failing } from './error-types.ts';
import { ForbiddenError, InvalidInputError } from '../errors.ts';
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
    user: t.field({ type: users.ref, resolve: ({ userId }) => userId }),
    role: t.field({ type: RoleEnum, resolve: ({ role }) => ROLES.find((each) => each === role) ?? 'viewer' }),
    createdAt: t.field({ type: 'DateTime', resolve: ({ createdAt }) => createdAt }),
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
    email: t.exposeString('email'),
    role: t.field({ type: RoleEnum, resolve: ({ role }) => ROLES.find((each) => each === role) ?? 'viewer' }),
    expiresAt: t.field({ type: 'DateTime', resolve: ({ expiresAt }) => expiresAt }),
  }),
});

builder.queryFields((t) => ({
  members: t.field({
    description: 'Of the organisation that you act for.',
    type: MemberConnection,
    extensions: PAGED,
    args: pageArgs(t.arg),
    resolve: (_root, page, context) =>
      readConnection<Member>(
        context,
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

const email = z.email();
const people = { $all: { can: 'administer', person: true } } as const;

builder.mutationFields((t) => ({
  createOrganization: t.field({
    description: 'A team, with you as its owner.',
    type: organizations.ref,
    authScopes: { person: true },
    errors: failing('nameTaken'),
    args: {
      name: t.arg.string({ required: true }),
      slug: t.arg.string({ required: true, description: 'Its public short name: a-z, 0-9 and -, at most 60.' }),
    },
    resolve: async (_root, args, context) => {
      if (!/^[a-z0-9][a-z0-9-]{1,59}$/.test(args.slug) || args.slug.startsWith('personal-'))
        throw new InvalidInputError('slug must be 2 to 60 of a-z, 0-9 and -, and not begin with personal-.');
      const body = { name: text('name', args.name, 'name'), slug: args.slug, keepCurrentActiveOrganization: true };
      const made = await asked(context.services.auth.api.createOrganization({ headers: headersOf(context), body }));
      const organizationId = decodeId('Organization', encodeId('Organization', made!.id));
      const { actor } = viewerOf(context);
      return context.services.database.withOrganization(organizationId, async (transaction) => {
        const event = { action: 'organization.create', subjectKind: 'organization', subjectId: organizationId };
        await recordAudit(transaction, actor, event);
        return { ...made!, id: organizationId, logo: null, personalUserId: null };
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
    description: 'Sends an e-mail with a link that is good for a week.',
    type: invitations.ref,
    authScopes: people,
    errors: failing(),
    args: { email: t.arg.string({ required: true }), role: t.arg({ type: RoleEnum, required: true }) },
    resolve: async (_root, args, context) => {
      if (!email.safeParse(args.email).success) throw new InvalidInputError('email is no address.');
      const body = { email: args.email, role: args.role, organizationId: viewerOf(context).organizationId };
      const made = await asked(context.services.auth.api.createInvitation({ headers: headersOf(context), body }));
      const detail = { role: args.role };
      await note(context, { action: 'member.invite', subjectKind: 'invitation', subjectId: made.id, detail });
      return made.id;
    },
  }),
  cancelInvitation: t.field({
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
    errors: failing('notFound'),
    args: { memberId: t.arg.id(id('Member')), role: t.arg({ type: RoleEnum, required: true }) },
    resolve: async (_root, args, context) => {
      const member = await members.get(context, args.memberId);
      const body = { memberId: member.id, role: args.role, organizationId: member.organizationId };
      await asked(context.services.auth.api.updateMemberRole({ headers: headersOf(context), body }));
      const detail = { from: member.role, to: args.role };
      await note(context, { action: 'member.role', subjectKind: 'member', subjectId: member.id, detail });
      return { ...member, role: args.role };
    },
  }),
  removeMember: t.field({
    description: 'What they made stays with the organisation.',
    type: Deleted,
    authScopes: people,
    errors: failing('notFound'),
    args: { memberId: t.arg.id(id('Member')) },
    resolve: async (_root, args, context) => {
      const member = await members.get(context, args.memberId);
      const body = { memberIdOrEmail: member.id, organizationId: member.organizationId };
      await asked(context.services.auth.api.removeMember({ headers: headersOf(context), body }));
      await note(context, { action: 'member.remove', subjectKind: 'member', subjectId: member.id });
      return { id: args.memberId };
    },
  }),
}));
