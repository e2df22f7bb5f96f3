import {
  ComposeImagesInput,
  compositionWorkflowId,
  engineTaskQueue,
  InvertImageInput,
  inversionWorkflowId,
  WORKFLOWS,
} from '@facet/contracts';
import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowClientInterceptor,
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
    type: string,
    workflowId: string,
    input: InvertImageInput | ComposeImagesInput,
    priorityKey: number,
  ): Promise<void> {
    try {
      await within(() =>
        workflow.start(type, {
          workflowId,
          taskQueue: engineTaskQueue(input.fingerprint),
          args: [input],
          workflowIdConflictPolicy: 'FAIL',
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          priority: { priorityKey, fairnessKey: input.organizationId },
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
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
    startInversion: ({ organizationId, id, attempt, fingerprint }) =>
      start(
        WORKFLOWS.invertImage,
        inversionWorkflowId({ id, attempt }),
        InvertImageInput.parse({ organizationId, inversionId: id, attempt, fingerprint }),
        PRIORITY.inversion,
      ),
    startComposition: ({ organizationId, id, attempt, fingerprint }) =>
      start(
        WORKFLOWS.composeImages,
        compositionWorkflowId({ id, attempt }),
        ComposeImagesInput.parse({ organizationId, compositionId: id, attempt, fingerprint }),
        PRIORITY.composition,
      ),
    cancelInversion: (run) => cancel(inversionWorkflowId(run)),
    cancelComposition: (run) => cancel(compositionWorkflowId(run)),
    async ping() {
      await connection.ensureConnected();
      await within(() => connection.workflowService.getSystemInfo({}));
    },
    close: () => connection.close(),
  };
}
