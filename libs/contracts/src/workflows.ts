import type { RunAttempt, RunKind } from '@facet/base';
import * as z from 'zod';
import {
  CompositionId,
  Fingerprint,
  InversionId,
  OrganizationId,
  TokenId,
  WebhookDeliveryId,
  type RunId,
} from './ids.ts';
import { RunErrorCode } from './runs.ts';

/**
 * Inputs and outputs of workflows. Histories are readable and limited to 2 MB, so these carry ids and storage keys, never
 * pixels, tensors, prompts or secrets.
 */

/** Names under which the worker registers its workflows. */
export const WORKFLOWS = {
  invertImage: 'invertImage',
  composeImages: 'composeImages',
  deliverWebhook: 'deliverWebhook',
} as const;

/** All that the workflow of a run is started from. */
export interface RunRef<Kind extends RunKind = RunKind> extends RunAttempt<RunId<Kind>> {
  readonly organizationId: OrganizationId;
  readonly fingerprint: Fingerprint;
}

/** The run's, when the workflow was started. Once the run is queued again, what an older attempt writes counts no more. */
const attempt = z.int().min(1);

export const InvertImageInput = z.strictObject({
  organizationId: OrganizationId,
  inversionId: InversionId,
  attempt,
  fingerprint: Fingerprint,
});
export type InvertImageInput = z.infer<typeof InvertImageInput>;

export const InvertImageResult = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('finished'), tokenIds: z.array(TokenId) }),
  z.strictObject({ status: z.literal('cancelled'), step: z.int().min(0) }),
  z.strictObject({ status: z.literal('failed'), code: RunErrorCode }),
]);
export type InvertImageResult = z.infer<typeof InvertImageResult>;

export const ComposeImagesInput = z.strictObject({
  organizationId: OrganizationId,
  compositionId: CompositionId,
  attempt,
  fingerprint: Fingerprint,
});
export type ComposeImagesInput = z.infer<typeof ComposeImagesInput>;

export const ComposeImagesResult = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('finished'), outputs: z.int().min(0) }),
  z.strictObject({ status: z.literal('cancelled'), outputs: z.int().min(0) }),
  z.strictObject({ status: z.literal('failed'), code: RunErrorCode }),
]);
export type ComposeImagesResult = z.infer<typeof ComposeImagesResult>;

export const DeliverWebhookInput = z.strictObject({
  organizationId: OrganizationId,
  deliveryId: WebhookDeliveryId,
});
export type DeliverWebhookInput = z.infer<typeof DeliverWebhookInput>;

export const DeliverWebhookResult = z.strictObject({
  /** `deleted`: the webhook, and with it the delivery, went meanwhile. */
  status: z.enum(['delivered', 'failed', 'deleted']),
});
export type DeliverWebhookResult = z.infer<typeof DeliverWebhookResult>;

/** It follows from the row's id, so starting one twice starts it once, as with `runWorkflowId` of @facet/base. */
export const webhookWorkflowId = (id: WebhookDeliveryId): string => `webhook/${id}`;
