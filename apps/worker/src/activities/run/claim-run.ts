import type { RunAttempt, RunKind } from '@facet/base';
import type { OrganizationId, RunId, RunStatus } from '@facet/contracts';
import { claimRun as claim, holdsAttempt } from '@facet/db';
import type { Dependencies } from '../../dependencies.ts';

/** Lets the run begin if its organisation has fewer at work than it may; `queued` asks to wait. */
export const claimRun = <Kind extends RunKind>(
  { database }: Dependencies,
  organizationId: OrganizationId,
  kind: Kind,
  run: RunAttempt<RunId<Kind>>,
): Promise<RunStatus> =>
  database.withOrganization(organizationId, async (t) =>
    (await holdsAttempt(t, kind, run)) ? claim(t, kind, run.id) : 'cancelled',
  );
