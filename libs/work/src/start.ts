import { runWorkflowId, type RunKind } from '@facet/base';
import {
  ComposeImagesInput,
  DeliverWebhookInput,
  engineTaskQueue,
  InvertImageInput,
  PRIORITY,
  SERVICE_TASK_QUEUE,
  webhookWorkflowId,
  WORKFLOWS,
  type RunRef,
  type UserId,
} from '@facet/contracts';
import {
  WorkflowExecutionAlreadyStartedError,
  type WorkflowClient,
  type WorkflowStartOptions,
} from '@temporalio/client';

type Input = InvertImageInput | ComposeImagesInput | DeliverWebhookInput;

/** What the workflow of a kind is called, and what it is given. */
const RUN_WORKFLOWS: {
  readonly [Kind in RunKind]: { readonly type: string; readonly inputOf: (run: RunRef<Kind>) => Input };
} = {
  inversion: {
    type: WORKFLOWS.invertImage,
    inputOf: ({ organizationId, id, attempt, fingerprint }) =>
      InvertImageInput.parse({ organizationId, inversionId: id, attempt, fingerprint }),
  },
  composition: {
    type: WORKFLOWS.composeImages,
    inputOf: ({ organizationId, id, attempt, fingerprint }) =>
      ComposeImagesInput.parse({ organizationId, compositionId: id, attempt, fingerprint }),
  },
};

/**
 * Starts the workflow of a committed row, in the turn of whoever answers for its organisation. A workflow of this attempt that is there already, or was, is as good: the same request
 * may come twice, and a sweeper may start what a crash in between left.
 */
export async function startRun<Kind extends RunKind>(
  workflows: WorkflowClient,
  kind: Kind,
  run: RunRef<Kind>,
  payer: UserId | null,
): Promise<void> {
  const { type, inputOf } = RUN_WORKFLOWS[kind];
  await start(workflows, type, inputOf(run), {
    workflowId: runWorkflowId(kind, run),
    taskQueue: engineTaskQueue(run.fingerprint),
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    // Activities inherit the turn.
    priority: { priorityKey: PRIORITY[kind], fairnessKey: payer ?? run.organizationId },
  });
}

/**
 * Starts a committed delivery. False while a workflow of it still runs: that of the time before it was queued again, which is
 * about to end; then the row stays unmarked, and the sweeper starts it.
 */
export const startDelivery = (workflows: WorkflowClient, delivery: DeliverWebhookInput): Promise<boolean> =>
  start(workflows, WORKFLOWS.deliverWebhook, DeliverWebhookInput.parse(delivery), {
    workflowId: webhookWorkflowId(delivery.deliveryId),
    taskQueue: SERVICE_TASK_QUEUE,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });

/** False when there is one of the same id that forbids it. */
async function start(
  workflows: WorkflowClient,
  type: string,
  input: Input,
  options: WorkflowStartOptions,
): Promise<boolean> {
  try {
    await workflows.start(type, {
      ...options,
      args: [input],
      workflowIdConflictPolicy: 'FAIL',
      priority: { fairnessKey: input.organizationId, ...options.priority },
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
