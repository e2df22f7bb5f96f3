import type { DeliverWebhookInput, DeliverWebhookResult } from '@facet/contracts';
import { sleep } from '@temporalio/workflow';
import { webhookActivities } from './activities.ts';

/** Delivers one message to one webhook, over hours if need be. How long to wait is the activity's to say. */
export async function deliverWebhook(input: DeliverWebhookInput): Promise<DeliverWebhookResult> {
  const { attemptDelivery } = webhookActivities(input.organizationId);
  for (let attempt = 1; ; attempt++) {
    const standing = await attemptDelivery({ ...input, attempt });
    if (standing.status !== 'pending') return standing;
    await sleep(standing.retryInSeconds * 1000);
  }
}
