export {
  AuditEventId,
  CompositionId,
  Fingerprint,
  idFromMutationKey,
  ImageId,
  InversionId,
  LibraryId,
  newId,
  OrganizationId,
  OutputId,
  TokenId,
  TokenUploadId,
  UserId,
  WebhookDeliveryId,
  WebhookId,
  type MutationKey,
} from './ids.ts';
export { encodeId, splitId } from './global-ids.ts';
export { Attribute, ATTRIBUTES, TOKEN_NAMES, TokenName } from './attributes.ts';
export { Role, ROLES } from './roles.ts';
export { isOver, RUN_ERROR_CODES, RUN_STATUSES, RUN_TRANSITIONS, RunErrorCode, RunStatus } from './runs.ts';
export { drawingTaskQueue, engineTaskQueue, SERVICE_TASK_QUEUE, WEBHOOK_TASK_QUEUE } from './task-queues.ts';
export {
  ComposeImagesInput,
  ComposeImagesResult,
  compositionWorkflowId,
  DeliverWebhookInput,
  DeliverWebhookResult,
  InvertImageInput,
  InvertImageResult,
  inversionWorkflowId,
  webhookWorkflowId,
  WORKFLOWS,
  type RunAttempt,
} from './workflows.ts';
export {
  CompositionProgress,
  InversionProgress,
  NOTIFY_MAX_BYTES,
  PROGRESS_CHANNEL,
  ProgressEvent,
  StepLosses,
  WEBHOOK_EVENTS,
  WEBHOOK_MESSAGES,
  WebhookEvent,
  type WebhookMessage,
  type WebhookPayload,
} from './events.ts';
export {
  belongsTo,
  checkpointKey,
  checkpointPrefix,
  imageKey,
  inversionPrefix,
  lossCurveKey,
  organizationPrefix,
  outputKey,
  previewKey,
  segmentLossesKey,
  thumbnailKey,
  tokenFileKey,
  tokenExportKey,
  tokenPreviewKey,
  tokenUploadKey,
  uploadKey,
} from './storage-keys.ts';
