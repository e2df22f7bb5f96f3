import { SERVICE_TASK_QUEUE } from '@facet/contracts';
import { Client, type ConnectionLike } from '@temporalio/client';
import type { Logger } from 'pino';

/** How long there is none at most after somebody has ended it, or Temporal has come back without its memory. */
const LOOK_EVERY_MS = 60_000;

/** Sees to it that the one sweeper runs, whichever worker is there, now and from then on. Returns the way to end that. */
export async function keepSweeper(
  connection: ConnectionLike,
  namespace: string,
  seconds: number,
  log: Logger,
): Promise<() => void> {
  const { workflow } = new Client({ connection, namespace });
  const ensure = (): Promise<unknown> =>
    workflow.start('sweep', {
      workflowId: 'sweeper',
      taskQueue: SERVICE_TASK_QUEUE,
      args: [seconds],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  await ensure();
  const timer = setInterval(
    () => void ensure().catch((error: unknown) => log.warn({ err: error }, 'the sweeper could not be looked after')),
    LOOK_EVERY_MS,
  );
  return () => clearInterval(timer);
}
