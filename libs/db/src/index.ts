export { DatabaseError, type DatabaseErrorCode } from './errors.ts';
export { migrate, setRolePassword } from './migrate/migrate.ts';
export { connect, type Database, type DatabaseOptions } from './connection/connect.ts';
export { connectOperations, type Operations } from './connection/operations.ts';
export { listenForProgress, type ProgressListener } from './connection/listen.ts';
export type { OperationsTransaction, OrganizationTransaction } from './connection/transaction.ts';

export { MAX_PAGE_ROWS, type Page, type PageRequest } from './repositories/page.ts';
export { type Actor } from './repositories/actor.ts';
export {
  countAuditEvents,
  listAuditEvents,
  recordAudit,
  type AuditEvent,
  type AuditFilter,
  type NewAuditEvent,
} from './repositories/audit.ts';
export { waitingRuns, type WaitingRuns } from './repositories/claim-run.ts';
export { once, type KeyedMutation } from './repositories/client-mutation.ts';
export {
  compositions,
  countCompositions,
  getCompositions,
  getSlots,
  listCompositions,
  startComposition,
  type CompositionFilter,
  type CompositionSlot,
  type NewComposition,
  type NewSlot,
} from './repositories/compositions.ts';
export { copyToken } from './repositories/copy-token.ts';
export { importTokens } from './repositories/import-tokens.ts';
export { addVersionFromFile, addVersionFromToken } from './repositories/token-versions.ts';
export { createTokenUpload } from './repositories/token-uploads.ts';
export { deleteStored } from './repositories/storage-deletions.ts';
export { spendBudget, type BudgetAnswer, type BudgetRules } from './repositories/cost-budget.ts';
export { deleteLibrary } from './repositories/delete-library.ts';
export { deleteToken, tokenUses, type TokenUses } from './repositories/delete-token.ts';
export {
  completeImage,
  countImages,
  createUpload,
  deleteImage,
  findImport,
  getImages,
  importImage,
  listImages,
  rejectImage,
  requireImage,
  type CheckedImage,
  type Image,
  type ImageFilter,
  type NewImport,
  type NewUpload,
} from './repositories/images.ts';
export {
  claimInversion,
  finishInversion,
  lastCheckpoint,
  reportInversion,
  saveCheckpoint,
  tokensOf,
  type Checkpoint,
  type InversionReport,
  type InversionResult,
  type NewCheckpoint,
} from './repositories/inversion-work.ts';
export {
  countInversions,
  getInversions,
  inversions,
  listInversions,
  startInversion,
  type InversionFilter,
  type NewInversion,
} from './repositories/inversions.ts';
export {
  countLibraries,
  createLibrary,
  getGrants,
  getLibraries,
  grantLibrary,
  listLibraries,
  requireLibrary,
  revokeGrant,
  updateLibrary,
  type Library,
  type LibraryChanges,
  type LibraryFilter,
  type LibraryGrant,
  type NewLibrary,
} from './repositories/libraries.ts';
export {
  countMembers,
  getOrganizations,
  getUsers,
  listApiKeys,
  listInvitations,
  listMembers,
  roleOf,
  type ApiKey,
  type Invitation,
  type Member,
  type Organization,
  type User,
} from './repositories/members.ts';
export {
  OFFER_EXPIRES_SECONDS,
  announceModel,
  isOffered,
  listModels,
  withdrawModels,
  type Model,
  type NewModel,
  type OfferedModel,
} from './repositories/models.ts';
export {
  abandonedCompositions,
  abandonedInversions,
  deleteAllStored,
  ensurePersonalOrganization,
  expiredUploads,
  findOrganizationBySlug,
  forgetDeletions,
  forgetOld,
  setQuota,
  storageDeletions,
  unstartedCompositions,
  unstartedDeliveries,
  unstartedInversions,
  type AbandonedRun,
  type StorageDeletion,
  type Sweep,
  type UnstartedRun,
} from './repositories/operations.ts';
export {
  addOutput,
  claimComposition,
  countOutputs,
  deleteOutput,
  finishComposition,
  getOutputs,
  getOutputsOf,
  listOutputs,
  type NewOutput,
  type Output,
  type OutputFilter,
} from './repositories/outputs.ts';
export {
  cancelRun,
  endCancelled,
  failRun,
  holdsAttempt,
  markRunStarted,
  requireRun,
  resumeRun,
  type Composition,
  type Inversion,
  type Run,
  type RunId,
  type RunKind,
} from './repositories/runs.ts';
export { similarTokens, type SimilarToken } from './repositories/similar-tokens.ts';
export {
  countTokens,
  countTokensByLibrary,
  getTokenContents,
  getTokens,
  getVersions,
  listTokens,
  requireToken,
  vectorsOf,
  type Token,
  type TokenContent,
  type TokenFilter,
  type TokenOrder,
} from './repositories/tokens.ts';
export { DEFAULT_QUOTAS, quotaOf, spendQuota, usageOfMonth, type UsageOfMonth } from './repositories/usage.ts';
export {
  countDeliveries,
  deliveriesToStart,
  getDeliveries,
  listDeliveries,
  markDeliveryStarted,
  queueDeliveries,
  queueDelivery,
  redeliver,
  type WebhookDelivery,
} from './repositories/webhook-deliveries.ts';
export {
  findDelivery,
  giveUpDelivery,
  MAX_FAILED_DELIVERIES,
  recordAttempt,
  type DeliveryAttempt,
  type DeliveryJob,
} from './repositories/webhook-work.ts';
export {
  countWebhooks,
  createWebhook,
  deleteWebhook,
  getWebhooks,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
  type NewWebhook,
  type Webhook,
  type WebhookChanges,
} from './repositories/webhooks.ts';
export {
  addTokens,
  addTokenVersion,
  renameToken,
  type LearnedContent,
  type NewToken,
  type TokenSource,
} from './repositories/write-tokens.ts';

export { identityTables } from './schema/identity-tables.ts';
export type { ModelTraits } from './schema/model.ts';
export type { PaletteColor } from './schema/token.ts';
export { QUOTA_KINDS, USAGE_KINDS, type QuotaKind, type UsageKind } from './schema/account.ts';
