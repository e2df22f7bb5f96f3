import { runWorkflowId, type RunAttempt, type RunKind } from '@facet/base';
import { PLACE_SIGNAL } from '@facet/contracts';
import { WorkflowNotFoundError, type WorkflowClient, type WorkflowHandle } from '@temporalio/client';

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
