import type { RunKind } from '@facet/base';
import type { OrganizationId } from '@facet/contracts';
import type { Dependencies } from '../../dependencies.ts';
import { startDeliveries } from '../webhook/start-deliveries.ts';
import { callWaiting } from './call-waiting.ts';

/** What the end of a run means for others: one that waits may begin, and webhooks hear of it. Never rejects. */
export async function afterRun(
  dependencies: Pick<Dependencies, 'database' | 'operations' | 'log'>,
  organizationId: OrganizationId,
  kind: RunKind,
): Promise<void> {
  await callWaiting(dependencies, organizationId, kind);
  await startDeliveries(dependencies, organizationId);
}
