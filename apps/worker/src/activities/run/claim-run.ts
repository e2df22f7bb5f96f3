import type { RunAttempt, RunKind } from '@facet/base';
import type { OrganizationId, RunId, RunStatus } from '@facet/contracts';
import { claimRun as claim, countAtWork, findPayer, holdsAttempt } from '@facet/db';
import type { Dependencies } from '../../dependencies.ts';

/** Lets the run begin if its organisation, and the person who answers for it, have fewer at work than they may; `queued` asks to wait. */
export async function claimRun<Kind extends RunKind>(
  { database, operations }: Dependencies,
  organizationId: OrganizationId,
  kind: Kind,
  run: RunAttempt<RunId<Kind>>,
): Promise<RunStatus> {
  const payer = await operations.withOperations((t) => findPayer(t, organizationId));
  const person = payer && {
    id: payer,
    count: () => operations.withOperations((t) => countAtWork(t, kind, payer)),
  };
  return database.withOrganization(organizationId, async (t) =>
    (await holdsAttempt(t, kind, run)) ? claim(t, kind, run.id, person) : 'cancelled',
  );
}
