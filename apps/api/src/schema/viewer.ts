import { membershipsOf, type Membership } from '@facet/db';
import type { Viewer } from '../auth/viewer.ts';
import { viewerOf } from '../graphql/context.ts';
import type { CostReport } from '../graphql/cost-budget.ts';
import { builder } from './builder.ts';
import { RoleEnum, ScopeEnum } from './enums.ts';
import { organizations, users } from './organization.ts';
import { atMost } from './page.ts';

const MembershipType = builder.objectRef<Membership>('Membership').implement({
  description: 'One of your organisations, and what you are in it.',
  fields: (t) => ({
    organization: t.field({
      description: 'Which one it is.',
      type: organizations.ref,
      resolve: ({ organization }) => organization,
    }),
    role: t.field({ description: 'What you may do in it.', type: RoleEnum, resolve: ({ role }) => role }),
    isCurrent: t.boolean({
      description: 'Whether this request acts for it.',
      resolve: ({ organization }, _args, context) => organization.id === viewerOf(context).organizationId,
    }),
  }),
});

const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who asks, and in which organisation.',
  fields: (t) => ({
    organization: t.field({
      description: 'That this request acts for.',
      type: organizations.ref,
      resolve: ({ organizationId }) => organizationId,
    }),
    user: t.field({
      description: 'Null for an API key.',
      type: users.ref,
      nullable: true,
      resolve: ({ user }) => user?.id,
    }),
    organizations: t.field({
      description:
        'All of yours, the personal one first; none for an API key. Send the id of one as the header facet-organization, or make it that of the session by POST /api/auth/organization/set-active.',
      type: [MembershipType],
      extensions: atMost(100),
      resolve: ({ user }, _args, { services }) =>
        user ? services.operations.withOperations((transaction) => membershipsOf(transaction, user.id)) : [],
    }),
    role: t.field({
      description: 'In this organisation; null for an API key.',
      type: RoleEnum,
      nullable: true,
      resolve: ({ user }) => user?.role,
    }),
    scopes: t.field({
      description: 'What this request may do there.',
      type: [ScopeEnum],
      resolve: ({ permissions }) => [...permissions],
    }),
  }),
});

const RateLimit = builder.objectRef<CostReport>('RateLimit').implement({
  description:
    'Your budget, in all your organisations, or that of the API keys you answer for. Each operation takes its cost out of it; it refills with time.',
  fields: (t) => ({
    cost: t.exposeFloat('cost', { description: 'Of this operation.' }),
    capacity: t.exposeFloat('capacity', { description: 'Units of cost that a full budget covers.' }),
    remaining: t.exposeFloat('remaining', { description: 'Units that are left.' }),
    refillPerSecond: t.exposeFloat('refillPerSecond', { description: 'Units that come back each second.' }),
    fullInSeconds: t.exposeFloat('fullInSeconds', { description: 'Until the budget is full again.' }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    description: 'Who asks, and in which organisation.',
    type: ViewerType,
    resolve: (_root, _args, context) => viewerOf(context),
  }),
  rateLimit: t.field({
    description: 'Your budget, this operation taken out; null on sockets where nothing was.',
    type: RateLimit,
    nullable: true,
    resolve: (_root, _args, { cost }) => cost,
  }),
}));
