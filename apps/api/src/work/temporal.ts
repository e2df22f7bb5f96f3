import {
  ComposeImagesInput,
  compositionWorkflowId,
  DeliverWebhookInput,
  engineTaskQueue,
  InvertImageInput,
  inversionWorkflowId,
  SERVICE_TASK_QUEUE,
  webhookWorkflowId,
  WORKFLOWS,
} from '@facet/contracts';
import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowClientInterceptor,
  type WorkflowStartOptions,
} from '@temporalio/client';
import type { WorkStarter } from './starter.ts';

/** Somebody waits for a composition and looks at it; an inversion takes minutes. 1 is the most urgent of Temporal's 5. */
const PRIORITY = { composition: 2, inversion: 4 };

/** Of one call, with the tries that the SDK repeats by itself. */
const ANSWER_MS = 5000;

/** Connects lazily, so that the API starts while Temporal restarts; sweepers start what could not be started meanwhile. */
export async function connectTemporal(
  address: string,
  namespace: string,
  interceptors: WorkflowClientInterceptor[] = [],
): Promise<WorkStarter> {
  const connection = Connection.lazy({ address, connectTimeout: '5s' });
  const { workflow } = new Client({ connection, namespace, interceptors: { workflow: interceptors } });

  /** Whoever waits for the API's answer does not wait for a Temporal that hangs. */
  const within = <Result>(call: () => Promise<Result>): Promise<Result> =>
    connection.withDeadline(Date.now() + ANSWER_MS, call);

  async function start(
    type: keyof typeof WORKFLOWS,
    input: InvertImageInput | ComposeImagesInput | DeliverWebhookInput,
    options: WorkflowStartOptions,
  ): Promise<boolean> {
    try {
      await within(() =>
        workflow.start(WORKFLOWS[type], {
          ...options,
          args: [input],
          workflowIdConflictPolicy: 'FAIL',
          priority: { ...options.priority, fairnessKey: input.organizationId },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async function cancel(workflowId: string): Promise<void> {
    try {
      await within(() => workflow.getHandle(workflowId).cancel());
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  return {
    async startInversion({ organizationId, id, attempt, fingerprint }) {
      await start('invertImage', InvertImageInput.parse({ organizationId, inversionId: id, attempt, fingerprint }), {
        workflowId: inversionWorkflowId({ id, attempt }),
        taskQueue: engineTaskQueue(fingerprint),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        priority: { priorityKey: PRIORITY.inversion },
      });
    },
    async startComposition({ organizationId, id, attempt, fingerprint }) {
      await start(
        'composeImages',
        ComposeImagesInput.parse({ organizationId, compositionId: id, attempt, fingerprint }),
        {
          workflowId: compositionWorkflowId({ id, attempt }),
          taskQueue: engineTaskQueue(fingerprint),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          priority: { priorityKey: PRIORITY.composition },
        },
      );
    },
    startDelivery: (organizationId, deliveryId) =>
      start('deliverWebhook', DeliverWebhookInput.parse({ organizationId, deliveryId }), {
        workflowId: webhookWorkflowId(deliveryId),
        taskQueue: SERVICE_TASK_QUEUE,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    cancelInversion: (run) => cancel(inversionWorkflowId(run)),
    cancelComposition: (run) => cancel(compositionWorkflowId(run)),
    async ping() {
      await connection.ensureConnected();
      await within(() => connection.workflowService.getSystemInfo({}));
    },
    close: () => connection.close(),
  };
}
