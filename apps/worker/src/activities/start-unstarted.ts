import {
  ComposeImagesInput,
  compositionWorkflowId,
  engineTaskQueue,
  InvertImageInput,
  inversionWorkflowId,
  WORKFLOWS,
} from '@facet/contracts';
import { compositions, inversions, markRunStarted, unstartedCompositions, unstartedInversions } from '@facet/db';
import { Context } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Dependencies } from './dependencies.ts';

/** Whoever made a younger row is most likely just about to start it. */
const SWEEP = { olderThanSeconds: 10, limit: 100 } as const;

/** Small is early; the API starts workflows with the same. */
const PRIORITY = { composition: 2, inversion: 4 } as const;

/** Starts what a crash between row and workflow left unstarted. */
export async function startUnstarted({ database, operations, log }: Dependencies): Promise<void> {
  const found = await operations.withOperations(async (t) => ({
    inversions: await unstartedInversions(t, SWEEP),
    compositions: await unstartedCompositions(t, SWEEP),
  }));
  for (const { organizationId, id, attempt, fingerprint } of found.inversions) {
    const input = InvertImageInput.parse({ organizationId, inversionId: id, attempt, fingerprint });
    await start('invertImage', inversionWorkflowId({ id, attempt }), input);
    await database.withOrganization(organizationId, (t) => markRunStarted(t, inversions, { id, attempt }));
    log.info({ organizationId, inversionId: id }, 'started what was left unstarted');
  }
  for (const { organizationId, id, attempt, fingerprint } of found.compositions) {
    const input = ComposeImagesInput.parse({ organizationId, compositionId: id, attempt, fingerprint });
    await start('composeImages', compositionWorkflowId({ id, attempt }), input);
    await database.withOrganization(organizationId, (t) => markRunStarted(t, compositions, { id, attempt }));
    log.info({ organizationId, compositionId: id }, 'started what was left unstarted');
  }
}

/** A workflow of this id that is there already, or was, is as good. */
async function start(
  type: 'invertImage' | 'composeImages',
  workflowId: string,
  input: InvertImageInput | ComposeImagesInput,
): Promise<void> {
  try {
    await Context.current().client.workflow.start(WORKFLOWS[type], {
      workflowId,
      taskQueue: engineTaskQueue(input.fingerprint),
      args: [input],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      priority: {
        priorityKey: type === 'invertImage' ? PRIORITY.inversion : PRIORITY.composition,
        fairnessKey: input.organizationId,
      },
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
