import { OrganizationId, UserId } from '@facet/contracts';
import { endKeysAndInvitations, rememberOrganization, type Database, type Operations } from '@facet/db';
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import * as z from 'zod';
import { endLinks } from './end-links.ts';
import { noteMembership } from './note-membership.ts';

const Active = z.object({ id: OrganizationId });

/** What follows from what people do by better-auth's addresses: entries of audit logs, where their next session begins, and what ends. */
export const afterAuth = (database: Database, operations: Operations) =>
  createAuthMiddleware(async (ctx) => {
    const { path } = ctx;
    const { returned } = ctx.context;
    await noteMembership(database, path, returned);
    if (returned instanceof Error || (path !== '/organization/set-active' && path !== '/change-password')) return;
    const session = await getSessionFromCtx(ctx);
    if (!session) return;
    const userId = UserId.parse(session.user.id);
    const active = Active.safeParse(returned);
    await operations.withOperations((transaction) =>
      path === '/change-password'
        ? endKeysAndInvitations(transaction, userId)
        : rememberOrganization(transaction, userId, active.success ? active.data.id : null),
    );
    if (path === '/change-password') await endLinks(database, operations, userId);
  });
