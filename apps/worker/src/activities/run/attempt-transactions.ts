import type { RunAttempt, RunKind } from '@facet/base';
import type { OrganizationId, RunId } from '@facet/contracts';
import { holdsAttempt, type Database, type OrganizationTransaction } from '@facet/db';
import { Stopped } from './stopped.ts';

/**
 * Transactions of a run's organisation, as long as this attempt of the run counts. A worker that was cut off may go on with a
 * run that was cancelled and queued again meanwhile: what it would write is another workflow's.
 *
 * @throws Stopped when the run was queued again, or is gone
 */
export const attemptTransactions =
  <Kind extends RunKind>(
    database: Database,
    organizationId: OrganizationId,
    kind: Kind,
    run: RunAttempt<RunId<Kind>>,
  ) =>
  <Result>(use: (transaction: OrganizationTransaction) => Promise<Result>): Promise<Result> =>
    database.withOrganization(organizationId, async (transaction) => {
      if (!(await holdsAttempt(transaction, kind, run))) throw new Stopped('cancelled');
      return use(transaction);
    });
