import { OrganizationId, UserId } from '@facet/contracts';
import { rememberOrganization, type Database, type Operations } from '@facet/db';
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import * as z from 'zod';
import { noteMembership } from './note-membership.ts';

const Active = z.object({ id: OrganizationId });

/** What follows from what people do by better-auth's addresses: entries of audit logs, and where their next session begins. */
export const afterAuth = (database: Database, operations: Operations) =>
  createAuthMiddleware(async (ctx) => {
    await noteMembership(database, ctx.path, ctx.context.returned);
    if (ctx.path !== '/organization/set-active' || ctx.context.returned instanceof Error) return;
    const session = await getSessionFromCtx(ctx);
    const active = Active.safeParse(ctx.context.returned);
    if (!session) return;
    await operations.withOperations((transaction) =>
      rememberOrganization(transaction, UserId.parse(session.user.id), active.success ? active.data.id : null),
    );
  });
