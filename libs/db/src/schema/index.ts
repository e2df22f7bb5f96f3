export { auth, facet } from './namespaces.ts';
export {
  account,
  apikey,
  costBudget,
  invitation,
  mail,
  member,
  organization,
  rateLimit,
  session,
  signInAttempts,
  signInPlace,
  user,
  verification,
} from './auth.ts';
export { boardDraft } from './board.ts';
export { image } from './image.ts';
export { model, modelOffer } from './model.ts';
export { library, libraryGrant } from './library.ts';
export { checkpoint, inversion } from './inversion.ts';
export { attributeToken, tokenFavorite } from './token.ts';
export { composition, compositionSlot, grid, output } from './composition.ts';
export { outputLink } from './output-link.ts';
export { webhook, webhookDelivery } from './webhook.ts';
export { auditEvent, clientMutation, quota, usage } from './account.ts';
export { storageDeletion } from './storage-deletion.ts';
