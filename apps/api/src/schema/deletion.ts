import { deleteAccount } from '../accounts/delete-account.ts';
import { removeOrganization } from '../accounts/delete-organization.ts';
import { checkPassword } from '../accounts/check-password.ts';
import { ForbiddenError, InvalidInputError, WrongStateError } from '../errors.ts';
import { viewerOf } from '../graphql/context.ts';
import { decodeId, encodeId } from '../ids.ts';
import { few, text } from '../input.ts';
import { id, optionalId } from './arguments.ts';
import { builder } from './builder.ts';
import { Deleted } from './deleted.ts';
import { failing } from './error-types.ts';
import { organizations } from './organization.ts';

const Ending = builder.inputType('OrganizationEndingInput', {
  description: 'What becomes of an organisation whose only owner goes.',
  fields: (t) => ({
    organizationId: t.id(id('Organization')),
    successorId: t.id(optionalId('Member', 'Who is its owner then; left out, it is deleted.')),
  }),
});

/** Of one account at most. */
const MAX_ENDINGS = 1000;

const password = { required: true as const, description: 'Yours, as a second confirmation.' };

builder.mutationFields((t) => ({
  deleteOrganization: t.field({
    description:
      'The team that you act for, with its pictures, tokens, runs, libraries, grants, keys, webhooks and audit log. It cannot be undone. Tokens that others have copied stay with them; a personal organisation goes with its account. For owners.',
    type: Deleted,
    authScopes: { person: true },
    errors: failing('wrongState', 'quotaExceeded'),
    args: {
      slug: t.arg.string({ required: true, description: 'Its short name, so that it is no other.' }),
      password: t.arg.string(password),
    },
    resolve: async (_root, args, context) => {
      const { organizationId, user } = viewerOf(context);
      const organization = (await organizations.find(context, organizationId))!;
      if (user!.role !== 'owner') throw new ForbiddenError('Only an owner deletes an organisation.');
      if (text('slug', args.slug, 'name') !== organization.slug)
        throw new InvalidInputError(`slug must be ${JSON.stringify(organization.slug)}, to confirm what is deleted.`);
      if (organization.personalUserId !== null)
        throw new WrongStateError('A personal organisation goes with its account: deleteAccount.');
      await checkPassword(context, args.password);
      await removeOrganization(context, organizationId);
      return { id: encodeId('Organization', organizationId) };
    },
  }),
  deleteAccount: t.field({
    description:
      'Yours, with your personal organisation and all that it has. You leave every team; what you made stays there, and your private libraries go to an owner. It cannot be undone.',
    type: Deleted,
    authScopes: { person: true },
    errors: failing('ownerNeeded', 'notFound', 'wrongState', 'quotaExceeded'),
    args: {
      password: t.arg.string(password),
      organizations: t.arg({
        type: [Ending],
        description: 'One for each that you are the only owner of.',
      }),
    },
    resolve: async (_root, args, context) => {
      const { id: userId } = viewerOf(context).user!;
      const endings = few('organizations', args.organizations ?? [], MAX_ENDINGS, 0).map(
        ({ organizationId, successorId }) => ({
          organizationId: decodeId('Organization', organizationId),
          successorId: successorId ? decodeId('Member', successorId) : undefined,
        }),
      );
      await checkPassword(context, args.password);
      await deleteAccount(context, endings);
      return { id: encodeId('User', userId) };
    },
  }),
}));
