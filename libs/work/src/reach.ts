import { runWorkflowId, type RunAttempt, type RunKind } from '@facet/base';
import { PLACE_SIGNAL, webhookWorkflowId, type WebhookDeliveryId } from '@facet/contracts';
import {
  WorkflowNotFoundError,
  type WorkflowClient,
  type WorkflowExecutionStatusName,
  type WorkflowHandle,
} from '@temporalio/client';

/** Asks the workflow of a run to stop; one that is over or never began is left alone. */
export async function cancelRun(workflows: WorkflowClient, kind: RunKind, run: RunAttempt): Promise<void> {
  await reach(workflows, kind, run, (handle) => handle.cancel());
}

/** Ends the workflow of a run without asking it. */
export async function terminateRun(
  workflows: WorkflowClient,
  kind: RunKind,
  run: RunAttempt,
  reason: string,
): Promise<void> {
  await reach(workflows, kind, run, (handle) => handle.terminate(reason));
}

/** Tells a run that waits that there is a place for it. False where there is no workflow: not yet, or not any more. */
export const callRun = (workflows: WorkflowClient, kind: RunKind, run: RunAttempt): Promise<boolean> =>
  reach(workflows, kind, run, (handle) => handle.signal(PLACE_SIGNAL));

/** What Temporal has of a workflow: it runs, it has ended in whatever way, or Temporal knows nothing of it. */
export type WorkflowStanding = 'running' | 'ended' | 'unknown';

const ENDED: ReadonlySet<WorkflowExecutionStatusName> = new Set([
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'TERMINATED',
  'TIMED_OUT',
]);

/** Of the workflow of this attempt of a run. */
export const runStanding = (workflows: WorkflowClient, kind: RunKind, run: RunAttempt): Promise<WorkflowStanding> =>
  standing(workflows, runWorkflowId(kind, run));

/** Of the newest workflow of a delivery. */
export const deliveryStanding = (workflows: WorkflowClient, id: WebhookDeliveryId): Promise<WorkflowStanding> =>
  standing(workflows, webhookWorkflowId(id));

async function standing(workflows: WorkflowClient, workflowId: string): Promise<WorkflowStanding> {
  try {
    const { status } = await workflows.getHandle(workflowId).describe();
    return ENDED.has(status.name) ? 'ended' : 'running';
  } catch (error) {
    // Anything else, such as a server that is away or a namespace that is missing, says nothing about the workflow.
    if (error instanceof WorkflowNotFoundError) return 'unknown';
    throw error;
  }
}

async function reach(
  workflows: WorkflowClient,
  kind: RunKind,
  run: RunAttempt,
  act: (handle: WorkflowHandle) => Promise<unknown>,
): Promise<boolean> {
  try {
    await act(workflows.getHandle(runWorkflowId(kind, run)));
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
