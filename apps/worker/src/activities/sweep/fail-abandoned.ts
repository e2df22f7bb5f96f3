import { RUN_KINDS, type RunKind } from '@facet/base';
import { abandonedRuns, OFFER_EXPIRES_SECONDS, type AbandonedRun } from '@facet/db';
import { terminateRun } from '@facet/work';
import { Context } from '@temporalio/activity';
import type { Dependencies } from '../../dependencies.ts';
import { afterRun } from '../run/after-run.ts';
import { explainEnd } from '../run/explain-end.ts';
import { endUntouched } from './end-untouched.ts';

const LIMIT = 100;

export interface AbandonedDependencies extends Dependencies {
  /** How long a run waits for a worker that holds its model. */
  readonly modelWaitSeconds: number;
}

/**
 * Ends runs whose model no worker has held for so long: those that wait or were at work fail as `model-unavailable` and can be
 * resumed, those that were to stop are cancelled. After the database was away all workers look gone until they announce their
 * models anew, so a run has to be found again, by this process, once live ones have had the time for that.
 */
export function createFailAbandoned(dependencies: AbandonedDependencies): () => Promise<void> {
  const { operations, modelWaitSeconds } = dependencies;
  const sweep = { olderThanSeconds: modelWaitSeconds, limit: LIMIT };
  const confirmMs = Math.min(OFFER_EXPIRES_SECONDS, modelWaitSeconds / 10) * 1000;
  let firstFound = new Map<string, number>();

  return async () => {
    const found = await operations.withOperations(async (t) => {
      const all: { readonly kind: RunKind; readonly run: AbandonedRun }[] = [];
      for (const kind of RUN_KINDS) all.push(...(await abandonedRuns(t, kind, sweep)).map((run) => ({ kind, run })));
      return all;
    });
    const now = performance.now();
    firstFound = new Map(found.map(({ run: { id } }) => [id, firstFound.get(id) ?? now]));
    for (const { kind, run } of found)
      if (now - firstFound.get(run.id)! >= confirmMs) await end(dependencies, kind, run);
  };
}

/** Ends the row if nothing has happened to it since it was found, then the workflow of its attempt, which waits for a worker. */
async function end(dependencies: AbandonedDependencies, kind: RunKind, run: AbandonedRun): Promise<void> {
  const { database, log } = dependencies;
  const { organizationId, id } = run;
  if (
    !(await database.withOrganization(organizationId, (t) =>
      endUntouched(t, kind, run, explainEnd('model-unavailable')),
    ))
  )
    return;
  log.warn({ organizationId, kind, id }, 'no worker has held the model of a run for too long');
  await terminateRun(Context.current().client.workflow, kind, run, 'model-unavailable');
  await afterRun(dependencies, organizationId, kind);
}
