import {
  ComposeImagesInput,
  compositionWorkflowId,
  engineTaskQueue,
  InvertImageInput,
  inversionWorkflowId,
  WORKFLOWS,
  type Fingerprint,
  type OrganizationId,
} from '@facet/contracts';
import { Client, Connection, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { WorkStarter } from './starter.ts';

/** Somebody waits for a composition and looks at it; an inversion takes minutes. 1 is the most urgent of Temporal's 5. */
const PRIORITY = { composition: 2, inversion: 4 };

/** Connects lazily, so that the API starts while Temporal restarts; sweepers start what could not be started meanwhile. */
export async function connectTemporal(address: string, namespace: string): Promise<WorkStarter> {
  const connection = Connection.lazy({ address, connectTimeout: '5s' });
  const { workflow } = new Client({ connection, namespace });

  async function start(
    type: string,
    workflowId: string,
    { organizationId, fingerprint, ...rest }: { organizationId: OrganizationId; fingerprint: Fingerprint },
    priorityKey: number,
  ): Promise<boolean> {
    try {
      await workflow.start(type, {
        workflowId,
        taskQueue: engineTaskQueue(fingerprint),
        args: [{ organizationId, fingerprint, ...rest }],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        priority: { priorityKey, fairnessKey: organizationId },
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  async function cancel(workflowId: string): Promise<void> {
    try {
      await workflow.getHandle(workflowId).cancel();
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  return {
    startInversion: ({ organizationId, id, fingerprint }) =>
      start(
        WORKFLOWS.invertImage,
        inversionWorkflowId(id),
        InvertImageInput.parse({ organizationId, inversionId: id, fingerprint }),
        PRIORITY.inversion,
      ),
    startComposition: ({ organizationId, id, fingerprint }) =>
      start(
        WORKFLOWS.composeImages,
        compositionWorkflowId(id),
        ComposeImagesInput.parse({ organizationId, compositionId: id, fingerprint }),
        PRIORITY.composition,
      ),
    cancelInversion: (id) => cancel(inversionWorkflowId(id)),
    cancelComposition: (id) => cancel(compositionWorkflowId(id)),
    async ping() {
      await connection.ensureConnected();
      await connection.workflowService.getSystemInfo({});
    },
    close: () => connection.close(),
  };
}
