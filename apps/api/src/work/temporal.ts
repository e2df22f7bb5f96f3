import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import { cancelRun, startDelivery, startRun, terminateRun } from '@facet/work';
import type { WorkStarter } from './starter.ts';

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

  /** Nobody waits for a Temporal that hangs. */
  const within = <Result>(call: () => Promise<Result>): Promise<Result> =>
    connection.withDeadline(Date.now() + ANSWER_MS, call);

  return {
    startRun: (kind, run, payer) => within(() => startRun(workflow, kind, run, payer)),
    startDelivery: (organizationId, deliveryId) =>
      within(() => startDelivery(workflow, { organizationId, deliveryId })),
    cancelRun: (kind, run) => within(() => cancelRun(workflow, kind, run)),
    terminateRun: (kind, run, reason) => within(() => terminateRun(workflow, kind, run, reason)),
    async ping() {
      await connection.ensureConnected();
      // And not only the server: without the namespace nothing can be started.
      await within(() => connection.workflowService.describeNamespace({ namespace }));
    },
    close: () => connection.close(),
  };
}
