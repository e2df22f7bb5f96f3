import type { RunKind } from '@facet/base';
import { PRIORITY, SERVICE_TASK_QUEUE, WEBHOOK_TASK_QUEUE } from '@facet/contracts/queues';
import { ActivityCancellationType, proxyActivities, workflowInfo, type ActivityOptions } from '@temporalio/workflow';
import type { EngineActivities, ServiceActivities, SweepActivities, WebhookActivities } from '../activities/index.ts';

/** About ten minutes of storage, database or workers that are away; then the run fails, and can be resumed. */
const RETRIES = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 25 } as const;

/** Short work that needs no model: a transaction or two. A worker that is lost with it is missed after this time. */
export const serviceActivities = (): ServiceActivities =>
  proxyActivities<ServiceActivities>({
    taskQueue: SERVICE_TASK_QUEUE,
    startToCloseTimeout: '15 seconds',
    retry: RETRIES,
  });

/** A sweep is repeated anyway, so a failed one is not tried again; one round may have much to do. */
export const sweepActivities = (): SweepActivities =>
  proxyActivities<SweepActivities>({
    taskQueue: SERVICE_TASK_QUEUE,
    startToCloseTimeout: '10 minutes',
    heartbeatTimeout: '12 seconds',
    retry: { maximumAttempts: 1 },
  });

/** Failing here means that our own parts are away, so it is tried until they are back; a receiver that fails is an answer. */
export const webhookActivities = (organizationId: string): WebhookActivities =>
  proxyActivities<WebhookActivities>({
    taskQueue: WEBHOOK_TASK_QUEUE,
    startToCloseTimeout: '1 minute',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
    priority: { fairnessKey: organizationId },
  });

/** Work on a queue of a model, by default the workflow's own, in the turn that the workflow was started in. */
export const engineActivities = (kind: RunKind, taskQueue?: string): EngineActivities =>
  proxyActivities<EngineActivities>({
    ...(taskQueue === undefined ? {} : { taskQueue }),
    // Nothing is known of how long a step takes; a lost worker shows by its heartbeats, which come every second.
    startToCloseTimeout: '24 hours',
    heartbeatTimeout: '12 seconds',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: RETRIES,
    priority: { ...workflowInfo().priority, priorityKey: PRIORITY[kind] },
  } satisfies ActivityOptions);
