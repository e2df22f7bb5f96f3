export { connect, type CallOptions, type Client, type ClientOptions } from './client.ts';
export type { Credentials } from './transport/credentials.ts';
export { apiUrl } from './transport/address.ts';
export { TypedDocumentString, type TypedDocument } from './typed-document.ts';

export { ClientError, type ClientErrorCode } from './errors/client-error.ts';
export { accepted, type Accepted } from './errors/accepted.ts';
export { answerError, type AnswerError } from './errors/answer-error.ts';

export {
  chooseOrganization,
  confirmEmail,
  createApiKey,
  createOrganization,
  deleteAccount,
  deleteOrganization,
  developmentMails,
  exportOrganization,
  getViewer,
  requestPasswordReset,
  resetPassword,
  signIn,
  signUp,
  signUpInDevelopment,
  type DevelopmentMail,
  type LinkToken,
  type Server,
  type Session,
  type SignIn,
} from './account.ts';
export { listModels, type Model } from './models.ts';
export { createLibrary, findLibrary, listLibraries, type Library } from './libraries.ts';
export { exportTokens, importTokens, listTokens } from './tokens.ts';
export { composeFromRecipe, exportOutputs, readRecipe, type Recipe, type RecipeSource } from './recipes.ts';
export { enumName } from './enum-name.ts';
export { NodeList, type Listed, type Page, type PageRequest } from './connection.ts';

export { download, downloadStream } from './files/download.ts';
export { pictureType } from './files/picture-type.ts';
export { putFile, type SizedStream, type Upload, type UploadBody, type UploadTarget } from './files/put-file.ts';
export { uploadPicture, type PictureUpload, type UploadedPicture } from './files/upload-picture.ts';

export { followFeed, followOrganization, type OrganizationChange } from './feed.ts';
export { follow, isOver, lastState, untilFinished, type RunState } from './runs/follow.ts';
export {
  cancelInversion,
  followInversion,
  getInversion,
  resumeInversion,
  startInversion,
  type Inversion,
} from './runs/inversions.ts';
export {
  cancelComposition,
  followComposition,
  getComposition,
  startComposition,
  type Composition,
} from './runs/compositions.ts';

export type { ComposeImagesMutationVariables } from './operations/compositions.graphql.ts';
export type { TokenFieldsFragment } from './operations/fragments.graphql.ts';
export type { StartInversionMutationVariables } from './operations/inversions.graphql.ts';
export type * from './operations/schema.ts';
export type { ViewerQuery } from './operations/account.graphql.ts';
