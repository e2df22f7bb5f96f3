export {
  AuditEventId,
  CompositionId,
  Fingerprint,
  GridId,
  idFromMutationKey,
  ImageId,
  InversionId,
  LibraryId,
  MailId,
  newId,
  OrganizationId,
  OutputId,
  OutputLinkId,
  TokenId,
  TokenUploadId,
  UserId,
  WebhookDeliveryId,
  WebhookId,
  type MutationKey,
  type RunId,
} from './ids.ts';
export { INVITATION_DELIVERIES, MAIL_KINDS, type MailKind } from './mails.ts';
export { encodeId, splitId } from './global-ids.ts';
export { Role, ROLES } from './roles.ts';
export { isOver, RUN_ERROR_CODES, RUN_STATUSES, RUN_TRANSITIONS, RunErrorCode, RunStatus } from './runs.ts';
export {
  drawingTaskQueue,
  engineTaskQueue,
  PLACE_SIGNAL,
  PRIORITY,
  SERVICE_TASK_QUEUE,
  WEBHOOK_TASK_QUEUE,
} from './queues.ts';
export {
  ComposeImagesInput,
  ComposeImagesResult,
  DeliverWebhookInput,
  DeliverWebhookResult,
  InvertImageInput,
  InvertImageResult,
  webhookWorkflowId,
  WORKFLOWS,
  type RunRef,
} from './workflows.ts';
export { CHANGES_CHANNEL, ChangeEvent } from './changes.ts';
export {
  subjectOf,
  type SubjectOf,
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
  compositionPrefix,
  exportKey,
  imageKey,
  inversionPrefix,
  lossCurveKey,
  lossesPrefix,
  modelSampleKey,
  organizationPrefix,
  outputKey,
  previewKey,
  previewPrefix,
  segmentLossesKey,
  tokenFileKey,
  tokenPreviewKey,
  tokenUploadKey,
  uploadKey,
} from './storage-keys.ts';
export {
  pictureKeys,
  PICTURE_SIDES,
  PICTURE_SIZES,
  sizedKey,
  type PictureSize,
  type PictureSizes,
} from './picture-sizes.ts';
