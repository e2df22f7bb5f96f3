import type { OrganizationId, RunAttempt } from '@facet/contracts';
import {
  holdsAttempt,
  type Composition,
  type Database,
  type Inversion,
  type OrganizationTransaction,
  type RunId,
  type RunKind,
} from '@facet/db';
import { Stopped } from './attend.ts';

/**
 * Transactions of a run's organisation, as long as this attempt of the run counts. A worker that was cut off may go on with a
 * run that was cancelled and queued again meanwhile: what it would write is another workflow's.
 *
 * @throws Stopped when the run was queued again, or is gone
 */
export const inAttempt =
  <Row extends Inversion | Composition>(
    database: Database,
    organizationId: OrganizationId,
    kind: RunKind<Row>,
    run: RunAttempt<RunId>,
  ) =>
  <Result>(use: (transaction: OrganizationTransaction) => Promise<Result>): Promise<Result> =>
    database.withOrganization(organizationId, async (transaction) => {
      if (!(await holdsAttempt(transaction, kind, run))) throw new Stopped('cancelled');
      return use(transaction);
    });
