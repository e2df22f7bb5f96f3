import type { OrganizationId } from '@facet/contracts';
import { deleteOrganization, roleOf, type OrphanedRun } from '@facet/db';
import { ForbiddenError } from '../errors.ts';
import { viewerOf, type Context } from '../graphql/context.ts';

/**
 * Deletes a team with all that it has: pictures, tokens, runs, libraries and their grants, keys, webhooks, the audit log. Its files go
 * within minutes, what was at work is ended. Throws `ForbiddenError` for who is no owner, now.
 */
export async function removeOrganization(context: Context, organizationId: OrganizationId): Promise<void> {
  const { database, operations } = context.services;
  const { id } = viewerOf(context).user!;
  if ((await database.withOrganization(organizationId, (transaction) => roleOf(transaction, id))) !== 'owner')
    throw new ForbiddenError('Only an owner deletes an organisation.');
  await endWorkflows(
    context,
    await operations.withOperations((transaction) => deleteOrganization(transaction, organizationId)),
  );
  context.log.info({ deletedOrganizationId: organizationId }, 'an organisation was deleted');
}

/** What fails here is logged: a worker ends a run whose row it does not find. */
export async function endWorkflows({ services, log }: Context, runs: readonly OrphanedRun[]): Promise<void> {
  for (const { kind, ...run } of runs)
    await services.work
      .terminateRun(kind, run, 'its organisation was deleted')
      .catch((err: Error) => log.warn({ err, run: run.id }, 'a workflow could not be ended'));
}
