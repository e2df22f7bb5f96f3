import { SERVICE_TASK_QUEUE } from '@facet/contracts';
import { Client, type ConnectionLike } from '@temporalio/client';

/** Sees to it that the one sweeper runs, whichever worker is there. */
export async function ensureSweeper(connection: ConnectionLike, namespace: string, seconds: number): Promise<void> {
  await new Client({ connection, namespace }).workflow.start('sweep', {
    workflowId: 'sweeper',
    taskQueue: SERVICE_TASK_QUEUE,
    args: [seconds],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}
