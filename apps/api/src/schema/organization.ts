import { getOrganizations, getUsers, membershipsOf, type Organization, type User } from '@facet/db';
import { nodeRef } from './node.ts';
import { builder } from './builder.ts';

export const organizations = nodeRef<'Organization', Organization>(
  'Organization',
  (transaction, _viewer, ids) => getOrganizations(transaction, ids),
  {
    loadElsewhere: async ({ services, viewer }, ids) => {
      const { user } = viewer ?? {};
      if (!user) return [];
      const own = await services.operations.withOperations((transaction) => membershipsOf(transaction, user.id));
      return own.map(({ organization }) => organization).filter(({ id }) => ids.includes(id));
    },
  },
);

builder.objectType(organizations.ref, {
  name: 'Organization',
  description: 'The one you act for, another of yours, or one that a library is granted to or by.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As its members see it.' }),
    slug: t.exposeString('slug', { description: 'Its public short name, to grant libraries to.' }),
    isPersonal: t.boolean({
      description: "Whether it is one person's own.",
      resolve: ({ personalUserId }) => personalUserId !== null,
    }),
  }),
});

export const users = nodeRef<'User', User>('User', (transaction, _viewer, ids) => getUsers(transaction, ids));

builder.objectType(users.ref, {
  name: 'User',
  description: 'A member of the organisation. Others, and former ones, are not shown.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As they call themselves.' }),
    email: t.exposeString('email', { description: 'With which they sign in.' }),
  }),
});
