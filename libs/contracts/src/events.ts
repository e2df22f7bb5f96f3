import type { StepLosses } from '@facet/base';
import * as z from 'zod';
import { CompositionId, InversionId, OrganizationId, type TokenId, type WebhookId } from './ids.ts';
import { type RunErrorCode, RunStatus } from './runs.ts';

/** The channel of Postgres' NOTIFY that progress goes through. The API listens once and fans out. */
export const PROGRESS_CHANNEL = 'facet_progress';

/** NOTIFY refuses payloads of 8000 bytes and more. Ours are a few hundred: numbers and ids. */
export const NOTIFY_MAX_BYTES = 7999;

const common = {
  organizationId: OrganizationId,
  status: RunStatus,
  /** Steps done, of all steps; for a composition, pictures. */
  done: z.int().min(0),
  of: z.int().min(0),
  /** Absent until there is a pace to estimate from. */
  remainingSeconds: z.number().min(0).exactOptional(),
};

const stepLosses = z.strictObject({
  reconstruction: z.number(),
  colorStyle: z.number().exactOptional(),
  objectLayout: z.number().exactOptional(),
  prior: z.number().exactOptional(),
  total: z.number(),
}) satisfies z.ZodType<StepLosses>;

const InversionProgress = z.strictObject({
  kind: z.literal('inversion'),
  id: InversionId,
  ...common,
  losses: stepLosses.exactOptional(),
  /** Storage key of the newest preview. */
  previewKey: z.string().exactOptional(),
});

const CompositionProgress = z.strictObject({
  kind: z.literal('composition'),
  id: CompositionId,
  ...common,
});

export const ProgressEvent = z.discriminatedUnion('kind', [InversionProgress, CompositionProgress]);
export type ProgressEvent = z.infer<typeof ProgressEvent>;

/** What a webhook can ask to be told of. */
export const WEBHOOK_EVENTS = [
  'inversion.finished',
  'inversion.failed',
  'inversion.cancelled',
  'composition.finished',
  'composition.failed',
  'composition.cancelled',
] as const;
export const WebhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** What is sent to webhooks: what they asked for, and trials. */
export const WEBHOOK_MESSAGES = [...WEBHOOK_EVENTS, 'webhook.test'] as const;
export type WebhookMessage = (typeof WEBHOOK_MESSAGES)[number];

/** What a delivery keeps of its event. What else is to be known is asked of the API, which checks who asks. */
export interface WebhookPayload {
  /** Of the run; of the webhook itself for a trial. */
  readonly id: InversionId | CompositionId | WebhookId;
  readonly tokenIds?: readonly TokenId[];
  readonly errorCode?: RunErrorCode;
}
