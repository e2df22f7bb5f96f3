export { DatabaseError, type DatabaseErrorCode } from './errors.ts';
export {
  countMails,
  queueMail,
  settleFailed,
  settleSent,
  takeMails,
  type DueMail,
  type NewMail,
} from './repositories/account/mails.ts';
export { backUpDatabase } from './backup/back-up.ts';
export { restoreDatabase } from './backup/restore.ts';
export type { Manifest } from './backup/manifest.ts';
export { migrate, setRolePassword } from './migrate/migrate.ts';
export { connect, type Database, type DatabaseOptions } from './connection/connect.ts';
export type { TransactionOptions } from './connection/in-transaction.ts';
export { connectOperations, type Operations } from './connection/operations.ts';
export { listenForChanges, type ChangeListener } from './connection/listen.ts';
export type { OperationsTransaction, OrganizationTransaction } from './connection/transaction.ts';

export { MAX_PAGE_ROWS, type Page, type PageRequest } from './repositories/rows/page.ts';
export type { Actor } from './repositories/account/actor.ts';
export {
  countAuditEvents,
  getAuditEvents,
  listAuditEvents,
  recordAudit,
  type AuditEvent,
  type AuditFilter,
  type NewAuditEvent,
} from './repositories/account/audit.ts';
export {
  answerForKey,
  keepApiKey,
  MAX_API_KEYS,
  getApiKeys,
  listApiKeys,
  memberBehindKey,
  type ApiKey,
} from './repositories/account/api-keys.ts';
export { changeRole, endMembership, requireMembership } from './repositories/membership/memberships.ts';
export {
  deleteOrganization,
  deleteUser,
  teamsOf,
  type OrphanedRun,
  type TeamOf,
} from './repositories/membership/delete-organization.ts';
export { countWithin, type Rate } from './repositories/account/count-within.ts';
export {
  endAccess,
  endExpiredInvitations,
  endKeysAndInvitations,
  proveAddress,
} from './repositories/account/end-access.ts';
export {
  claimRun,
  RUNNING_PER_PERSON,
  waitingRuns,
  type PersonAtWork,
  type WaitingRuns,
} from './repositories/run/claim-run.ts';
export type { KeyedMutation } from './repositories/account/client-mutation.ts';
export {
  countCompositions,
  getCompositions,
  getSlots,
  listCompositions,
  type CompositionFilter,
  type CompositionSlot,
} from './repositories/run/compositions.ts';
export { startComposition, type NewComposition, type NewSlot } from './repositories/run/start-composition.ts';
export { getCells, getCovers, type TokenCells } from './repositories/token/covers.ts';
export { copyToken } from './repositories/token/copy-token.ts';
export { importTokens } from './repositories/token/import-tokens.ts';
export { addVersionFromFile, addVersionFromToken } from './repositories/token/token-versions.ts';
export { createTokenUpload } from './repositories/token/token-uploads.ts';
export { deleteStored } from './repositories/rows/delete-stored.ts';
export { countSignIn, rememberPlace, type SignIn, type SignInRules } from './repositories/account/sign-in.ts';
export { spendBudget, type BudgetAnswer, type BudgetRules } from './repositories/account/cost-budget.ts';
export { deleteLibrary } from './repositories/library/delete-library.ts';
export { deleteToken, tokenUses, type TokenUses } from './repositories/token/delete-token.ts';
export {
  completeImage,
  createUpload,
  rejectImage,
  type CheckedImage,
  type NewUpload,
} from './repositories/image/uploads.ts';
export {
  countImages,
  getImages,
  listImages,
  requireImage,
  type Image,
  type ImageFilter,
} from './repositories/image/images.ts';
export { deleteImage } from './repositories/image/delete-image.ts';
export { findImport, importImage, type NewImport } from './repositories/image/imports.ts';
export {
  lastCheckpoint,
  reportInversion,
  saveCheckpoint,
  type Checkpoint,
  type InversionReport,
  type NewCheckpoint,
} from './repositories/run/train-inversion.ts';
export { finishInversion, tokensOf, type InversionResult } from './repositories/run/finish-inversion.ts';
export {
  countInversions,
  getInversions,
  listInversions,
  startInversion,
  type InversionFilter,
  type NewInversion,
} from './repositories/run/inversions.ts';
export {
  countLibraries,
  createLibrary,
  getLibraries,
  listLibraries,
  requireLibrary,
  updateLibrary,
  type Library,
  type LibraryChanges,
  type LibraryFilter,
  type NewLibrary,
} from './repositories/library/libraries.ts';
export {
  acceptOffer,
  endGrantToUs,
  getGrants,
  getOffers,
  listOffers,
  offerLibrary,
  revokeGrant,
  type Grantee,
  type LibraryGrant,
  type To,
} from './repositories/library/grants.ts';
export {
  countMembers,
  getInvitations,
  getMembers,
  getUsers,
  listInvitations,
  listMembers,
  roleOf,
  type Invitation,
  type Member,
  type User,
} from './repositories/account/members.ts';
export {
  createTeam,
  ensurePersonalOrganization,
  findOrganizationBySlug,
  getOrganizations,
  lastOrganizationOf,
  membershipsOf,
  rememberOrganization,
  type Membership,
  type Organization,
  type Position,
} from './repositories/account/organizations.ts';
export { findSession, type Session } from './repositories/account/sessions.ts';
export {
  OFFER_EXPIRES_SECONDS,
  announceModel,
  fingerprintsOf,
  isOffered,
  listModels,
  sameModel,
  withdrawModels,
  type Model,
  type NewModel,
  type OfferedModel,
} from './repositories/model/models.ts';
export { abandonedRuns, type AbandonedRun } from './repositories/sweep/abandoned-runs.ts';
export {
  deleteAllStored,
  forgetDeletions,
  storageDeletions,
  type StorageDeletion,
} from './repositories/sweep/storage-deletions.ts';
export { expiredUploads, forgetOld } from './repositories/sweep/forget-old.ts';
export { DEFAULT_QUOTAS, setQuota } from './repositories/account/usage.ts';
export {
  markDeliveryUnstarted,
  startedDeliveries,
  startedRuns,
  type StartedDelivery,
  type StartedRun,
} from './repositories/sweep/started.ts';
export { unstartedDeliveries, unstartedRuns } from './repositories/sweep/unstarted.ts';
export type { Sweep } from './repositories/sweep/sweep.ts';
export {
  addOutput,
  reportComposition,
  finishComposition,
  type NewOutput,
} from './repositories/run/draw-composition.ts';
export { keepSegmentSizes, keepSizes, type Showing } from './repositories/picture/keep-sizes.ts';
export {
  countOutputs,
  deleteOutput,
  getOutputs,
  getOutputsOf,
  listOutputs,
  withoutTokens,
  type Output,
  type OutputFilter,
} from './repositories/run/outputs.ts';
export {
  endLinksOf,
  findOutputLink,
  followOutputLink,
  getOutputLinks,
  linkOutput,
  organizationsWithLinksOf,
  unlinkOutput,
  type LinkChoices,
  type OutputLink,
} from './repositories/run/output-links.ts';
export { cancelRun, endCancelled, failRun, resumeRun } from './repositories/run/end-run.ts';
export { holdsAttempt, markRunStarted, markRunUnstarted, requireRun } from './repositories/run/runs.ts';
export type { Composition, Inversion, Run } from './repositories/run/run-table.ts';
export { similarTokens, type SimilarToken } from './repositories/token/similar-tokens.ts';
export {
  countTokens,
  countTokensByLibrary,
  getTokenContents,
  getTokens,
  getTokensByHash,
  getVersions,
  getVersionsOf,
  listTokens,
  requireToken,
  vectorsOf,
  type ListedToken,
  type Token,
  type TokenContent,
  type TokenFilter,
  type TokenOrder,
} from './repositories/token/tokens.ts';
export { usageOfMonths, type UsageOfMonth } from './repositories/account/usage.ts';
export {
  countDeliveries,
  getDeliveries,
  listDeliveries,
  type WebhookDelivery,
} from './repositories/webhook/deliveries.ts';
export {
  deliveriesToStart,
  markDeliveryStarted,
  queueDelivery,
  redeliver,
} from './repositories/webhook/queue-delivery.ts';
export {
  findDelivery,
  giveUpDelivery,
  MAX_FAILED_DELIVERIES,
  recordAttempt,
  type DeliveryAttempt,
  type DeliveryJob,
} from './repositories/webhook/record-attempt.ts';
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
} from './repositories/webhook/webhooks.ts';
export {
  addTokens,
  addTokenVersion,
  type LearnedContent,
  type NewToken,
  type TokenSource,
} from './repositories/token/write-tokens.ts';

export { identityTables } from './schema/identity-tables.ts';
export {
  CARD_TOPICS,
  type CardSection,
  type CellEffect,
  type ModelAttribution,
  type ModelCard,
  type ModelSample,
  type ModelTraits,
} from './schema/model.ts';
export type { PaletteColor } from './schema/token.ts';
export { QUOTA_KINDS, USAGE_KINDS, type QuotaKind, type UsageKind } from './schema/account.ts';

export type { Maker } from './repositories/account/actor.ts';
export {
  deleteBoardDraft,
  getBoardDraft,
  MAX_BOARD_BYTES,
  saveBoardDraft,
  type BoardDraft,
} from './repositories/board/board-draft.ts';
export { deleteComposition, deleteInversion } from './repositories/run/delete-run.ts';
export {
  countGrids,
  deleteGrid,
  getGridRows,
  getGrids,
  listGrids,
  startGrid,
  type Grid,
  MAX_GRID_ROWS,
  type NewGrid,
} from './repositories/run/grids.ts';
export { countAtWork, findPayer, waitingElsewhere } from './repositories/run/payer.ts';
export { queuePositions } from './repositories/run/queue-positions.ts';
export type { RunFilter } from './repositories/run/run-filter.ts';
export { getSegments, type Segment } from './repositories/run/segments.ts';
export { copyTokens, deleteTokens, moveTokens, tagTokens, type CopiedToken } from './repositories/token/batches.ts';
export { MAX_BATCH, type BatchItem } from './repositories/token/lock-batch.ts';
export { isTaken } from './repositories/rows/taking-name.ts';
export { setFavorite } from './repositories/token/favorites.ts';
export { listTags, type TagCount } from './repositories/token/tags.ts';
export { updateToken, type TokenChanges } from './repositories/token/update-token.ts';
export { postgresError } from './connection/postgres-error.ts';
