import type { OrganizationId } from '@facet/contracts';
import type { Run, RunKind } from '@facet/db';
import { callWaiting, type WorkflowIdOf } from './call-waiting.ts';
import type { Dependencies } from './dependencies.ts';
import { startDeliveries } from './start-deliveries.ts';

/** What the end of a run means for others: one that waits may begin, and webhooks hear of it. Never rejects. */
export async function afterRun<Row extends Run>(
  dependencies: Pick<Dependencies, 'database' | 'log'>,
  organizationId: OrganizationId,
  kind: RunKind<Row>,
  workflowIdOf: WorkflowIdOf<Row>,
): Promise<void> {
  await callWaiting(dependencies, organizationId, kind, workflowIdOf);
  await startDeliveries(dependencies, organizationId);
}
