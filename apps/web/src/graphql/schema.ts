/** READ what is shared, WRITE pictures and tokens, ADMINISTER grants and webhooks. */
export type ApiKeyScope = 'ADMINISTER' | 'READ' | 'WRITE';

/** What a picture is taken apart into. */
export type Attribute = 'COLOR' | 'LAYOUT' | 'OBJECT' | 'STYLE';

/** A plain word for an attribute without a token. */
export type AttributeWordInput = {
  readonly attribute: Attribute;
  readonly word: string;
};

/** Whether it stands in a list. */
export type CardBlockKind = 'ITEM' | 'PARAGRAPH';

/** What a part of a card is about: where the model fails, what it was made of, or who may do what with it. */
export type CardTopic = 'DATA' | 'LICENSE' | 'LIMITS';

/** What has happened to a thing. */
export type ChangeKind = 'CHANGED' | 'CREATED' | 'DELETED';

/** Of the session, the API key, the membership in the organisation, or the right to read. */
export type FeedEndReason = 'KEY_ENDED' | 'MEMBERSHIP_ENDED' | 'NOT_ALLOWED' | 'SIGNED_OUT';

/** BEGUN: from here on nothing is missed. MISSED: the service was cut off. BEHIND: you were too slow. RIGHTS: what you may see has changed. */
export type FeedResyncReason = 'BEGUN' | 'BEHIND' | 'MISSED' | 'RIGHTS';

/** The token of one row. */
export type GridTokenInput = {
  /** A number from 0 to 2. */
  readonly strength?: number | null | undefined;
  readonly tokenId: string;
};

/** WAITING while its e-mail is to be sent or tried again, SENT once a server has taken it, FAILED once it was given up: then invite them again, or give them its address. */
export type InvitationDelivery = 'FAILED' | 'SENT' | 'WAITING';

/** Cross-attention layers by their resolution relative to the latent. */
export type LayerGroup = 'COARSE' | 'FINE' | 'MODERATE';

/** What becomes of an organisation whose only owner goes. */
export type OrganizationEndingInput = {
  readonly organizationId: string;
  /** Who is its owner then; left out, it is deleted. */
  readonly successorId?: string | null | undefined;
};

/** NONE: pixels and nothing else. RECIPE: what it was drawn by, which names the tokens. RECIPE_WITH_TOKENS: the tokens too, which whoever has the file then has. */
export type PictureMetadata = 'NONE' | 'RECIPE' | 'RECIPE_WITH_TOKENS';

/** What a member may do: a VIEWER reads, a MEMBER writes, an ADMIN administers, an OWNER makes and unmakes owners too. */
export type Role = 'ADMIN' | 'MEMBER' | 'OWNER' | 'VIEWER';

/** Why a run failed, for programs. */
export type RunErrorCode = 'INFRASTRUCTURE' | 'INTERNAL' | 'INVALID_INPUT' | 'MODEL_UNAVAILABLE' | 'TOKEN_UNAVAILABLE';

/** QUEUED until a worker begins, RUNNING until it ends; a CANCELLED or FAILED inversion can be resumed. */
export type RunStatus = 'CANCELLED' | 'CANCELLING' | 'FAILED' | 'FINISHED' | 'QUEUED' | 'RUNNING';

/** A token for one attribute. */
export type SlotInput = {
  readonly attribute: Attribute;
  /** 0: the token's plain word, 1: the token, more: exaggerated. A number from 0 to 2. */
  readonly strength?: number | null | undefined;
  readonly tokenId: string;
};

/** An attribute, or TOKEN: the picture as a whole. */
export type TokenAttribute = 'COLOR' | 'LAYOUT' | 'OBJECT' | 'STYLE' | 'TOKEN';

/** NATIVE: all that is known of a token. SINGLE: one vector, for diffusers, AUTOMATIC1111 and ComfyUI. LAYERS: the P+ form. */
export type TokenFileFormat = 'LAYERS' | 'NATIVE' | 'SINGLE';

/** Where a token comes from: a picture that was inverted, a file, or another token. */
export type TokenSource = 'COPY' | 'IMPORT' | 'INVERSION';

/** What is counted: inversions, training steps, pictures and uploaded bytes in a month; running inversions and compositions at this moment. */
export type UsageKind =
  'INVERSIONS' | 'PICTURES' | 'RUNNING_COMPOSITIONS' | 'RUNNING_INVERSIONS' | 'TRAINING_STEPS' | 'UPLOAD_BYTES';

/** PRIVATE: its creator alone. ORGANIZATION: all of it, and whom it is granted to. */
export type Visibility = 'ORGANIZATION' | 'PRIVATE';

/** PENDING while it is tried, DELIVERED once it was taken, FAILED once it was given up. */
export type WebhookDeliveryStatus = 'DELIVERED' | 'FAILED' | 'PENDING';

/** What a webhook can be told of. */
export type WebhookEvent =
  | 'COMPOSITION_CANCELLED'
  | 'COMPOSITION_FAILED'
  | 'COMPOSITION_FINISHED'
  | 'INVERSION_CANCELLED'
  | 'INVERSION_FAILED'
  | 'INVERSION_FINISHED';

/** An event, or WEBHOOK_TEST: a trial. */
export type WebhookMessage =
  | 'COMPOSITION_CANCELLED'
  | 'COMPOSITION_FAILED'
  | 'COMPOSITION_FINISHED'
  | 'INVERSION_CANCELLED'
  | 'INVERSION_FAILED'
  | 'INVERSION_FINISHED'
  | 'WEBHOOK_TEST';

export const possibleTypes: Readonly<Record<string, string[]>> = {
  Error: [
    'AddressRefusedError',
    'ForbiddenError',
    'InUseError',
    'InvalidInputError',
    'MutationKeyReusedError',
    'NameTakenError',
    'NotFoundError',
    'OwnerNeededError',
    'PictureRefusedError',
    'QuotaExceededError',
    'RecipeIncompleteError',
    'RecipeRefusedError',
    'TokenBatchError',
    'TokenFileError',
    'WrongStateError',
  ],
};
