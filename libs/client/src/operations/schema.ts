/** READ what is shared, WRITE pictures and tokens, ADMINISTER grants and webhooks. */
export type ApiKeyScope = 'ADMINISTER' | 'READ' | 'WRITE';

/** What a picture is taken apart into. */
export type Attribute = 'COLOR' | 'LAYOUT' | 'OBJECT' | 'STYLE';

/** A plain word for an attribute without a token. */
export type AttributeWordInput = {
  readonly attribute: Attribute;
  readonly word: string;
};

export type ChangeKind = 'CHANGED' | 'CREATED' | 'DELETED';

/** Of the session, the API key, the membership in the organisation, or the right to read. */
export type FeedEndReason = 'KEY_ENDED' | 'MEMBERSHIP_ENDED' | 'NOT_ALLOWED' | 'SIGNED_OUT';

/** BEGUN: from here on nothing is missed. MISSED: the service was cut off. BEHIND: you were too slow. RIGHTS: what you may see has changed. */
export type FeedResyncReason = 'BEGUN' | 'BEHIND' | 'MISSED' | 'RIGHTS';

export type ImageStatus = 'PENDING' | 'READY' | 'REJECTED';

export type LibraryOrigin = 'GRANTED' | 'OWN';

/** NONE: pixels and nothing else. RECIPE: what it was drawn by, which names the tokens. RECIPE_WITH_TOKENS: the tokens too, which whoever has the file then has. */
export type PictureMetadata = 'NONE' | 'RECIPE' | 'RECIPE_WITH_TOKENS';

export type PictureType = 'IMAGE_JPEG' | 'IMAGE_PNG' | 'IMAGE_WEBP';

export type Role = 'ADMIN' | 'MEMBER' | 'OWNER' | 'VIEWER';

export type RunErrorCode = 'INFRASTRUCTURE' | 'INTERNAL' | 'INVALID_INPUT' | 'MODEL_UNAVAILABLE' | 'TOKEN_UNAVAILABLE';

export type RunStatus = 'CANCELLED' | 'CANCELLING' | 'FAILED' | 'FINISHED' | 'QUEUED' | 'RUNNING';

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

export type TokenOrder = 'NAME' | 'NEWEST';

export type UsageKind =
  'INVERSIONS' | 'PICTURES' | 'RUNNING_COMPOSITIONS' | 'RUNNING_INVERSIONS' | 'TRAINING_STEPS' | 'UPLOAD_BYTES';

export type Visibility = 'ORGANIZATION' | 'PRIVATE';
