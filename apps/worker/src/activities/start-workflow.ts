import {
  compositionWorkflowId,
  engineTaskQueue,
  inversionWorkflowId,
  SERVICE_TASK_QUEUE,
  webhookWorkflowId,
  WORKFLOWS,
  type ComposeImagesInput,
  type DeliverWebhookInput,
  type InvertImageInput,
} from '@facet/contracts';
import { Context } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError, type WorkflowStartOptions } from '@temporalio/client';

/** Small is early; the API starts workflows with the same. */
const PRIORITY = { composition: 2, inversion: 4 } as const;

/** A workflow of this attempt that is there already, or was, is as good. */
export async function startInversion(input: InvertImageInput): Promise<void> {
  await start('invertImage', input, {
    workflowId: inversionWorkflowId({ id: input.inversionId, attempt: input.attempt }),
    taskQueue: engineTaskQueue(input.fingerprint),
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    priority: { priorityKey: PRIORITY.inversion },
  });
}

export async function startComposition(input: ComposeImagesInput): Promise<void> {
  await start('composeImages', input, {
    workflowId: compositionWorkflowId({ id: input.compositionId, attempt: input.attempt }),
    taskQueue: engineTaskQueue(input.fingerprint),
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    priority: { priorityKey: PRIORITY.composition },
  });
}

/** False while a workflow of this delivery still runs: that of the time before it was queued again, which is about to end. */
export const startDelivery = (input: DeliverWebhookInput): Promise<boolean> =>
  start('deliverWebhook', input, {
    workflowId: webhookWorkflowId(input.deliveryId),
    taskQueue: SERVICE_TASK_QUEUE,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });

async function start(
  type: keyof typeof WORKFLOWS,
  input: InvertImageInput | ComposeImagesInput | DeliverWebhookInput,
  options: WorkflowStartOptions,
): Promise<boolean> {
  try {
    await Context.current().client.workflow.start(WORKFLOWS[type], {
      ...options,
      args: [input],
      workflowIdConflictPolicy: 'FAIL',
      priority: { ...options.priority, fairnessKey: input.organizationId },
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
