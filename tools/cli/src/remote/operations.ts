/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** READ what is shared, WRITE pictures and tokens, ADMINISTER grants and webhooks. */
export type ApiKeyScope = 'ADMINISTER' | 'READ' | 'WRITE';

/** What a picture is taken apart into. */
export type Attribute = 'COLOR' | 'LAYOUT' | 'OBJECT' | 'STYLE';

/** A plain word for an attribute without a token. */
export type AttributeWordInput = {
  readonly attribute: Attribute;
  readonly word: string;
};

export type ImageStatus = 'PENDING' | 'READY' | 'REJECTED';

export type LibraryOrigin = 'GRANTED' | 'OWN';

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

export type ViewerQueryVariables = Exact<{ [key: string]: never }>;

export type ViewerQuery = {
  readonly viewer: {
    readonly role: Role | null;
    readonly scopes: ReadonlyArray<ApiKeyScope>;
    readonly organization: { readonly id: string; readonly name: string; readonly slug: string };
    readonly user: { readonly name: string; readonly email: string } | null;
  };
  readonly usage: ReadonlyArray<{ readonly kind: UsageKind; readonly used: number; readonly limit: number }>;
  readonly rateLimit: {
    readonly capacity: number;
    readonly remaining: number;
    readonly refillPerSecond: number;
  } | null;
};

export type ModelsQueryVariables = Exact<{ [key: string]: never }>;

export type ModelsQuery = {
  readonly models: ReadonlyArray<{
    readonly id: string;
    readonly name: string;
    readonly fingerprint: string;
    readonly pixels: number;
    readonly devices: ReadonlyArray<string>;
    readonly methods: ReadonlyArray<string>;
    readonly schedulers: ReadonlyArray<string>;
  }>;
};

export type CreateOrganizationMutationVariables = Exact<{
  name: string;
  slug: string;
}>;

export type CreateOrganizationMutation = {
  readonly createOrganization:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NameTakenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'Organization'; readonly id: string };
};

export type CreateApiKeyMutationVariables = Exact<{
  name: string;
  scopes: ReadonlyArray<ApiKeyScope> | ApiKeyScope;
  expiresInDays?: number | null | undefined;
}>;

export type CreateApiKeyMutation = {
  readonly createApiKey:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NewApiKey'; readonly secret: string };
};

export type ComposeImagesMutationVariables = Exact<{
  prompt?: string | null | undefined;
  negativePrompt?: string | null | undefined;
  slots?: ReadonlyArray<SlotInput> | SlotInput | null | undefined;
  words?: ReadonlyArray<AttributeWordInput> | AttributeWordInput | null | undefined;
  seeds?: ReadonlyArray<number> | number | null | undefined;
  steps?: number | null | undefined;
  guidance?: number | null | undefined;
  scheduler?: string | null | undefined;
  modelId?: string | null | undefined;
  clientMutationKey?: string | null | undefined;
}>;

export type ComposeImagesMutation = {
  readonly composeImages:
    | {
        readonly __typename: 'Composition';
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CancelCompositionMutationVariables = Exact<{
  id: string;
}>;

export type CancelCompositionMutation = {
  readonly cancelComposition:
    | {
        readonly __typename: 'Composition';
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CompositionProgressSubscriptionVariables = Exact<{
  id: string;
}>;

export type CompositionProgressSubscription = {
  readonly compositionProgress: {
    readonly id: string;
    readonly status: RunStatus;
    readonly done: number;
    readonly total: number;
    readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
  };
};

export type CompositionOutputsQueryVariables = Exact<{
  id: string;
}>;

export type CompositionOutputsQuery = {
  readonly composition:
    | {
        readonly __typename: 'Composition';
        readonly prompt: string | null;
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly outputs: ReadonlyArray<{
          readonly id: string;
          readonly seed: number;
          readonly file: { readonly url: string } | null;
        }>;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string };
};

export type InversionFieldsFragment = {
  readonly id: string;
  readonly status: RunStatus;
  readonly done: number;
  readonly total: number;
  readonly name: string;
  readonly method: string;
  readonly losses: { readonly total: number } | null;
  readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
};

export type CompositionFieldsFragment = {
  readonly id: string;
  readonly status: RunStatus;
  readonly done: number;
  readonly total: number;
  readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
};

export type TokenFieldsFragment = {
  readonly id: string;
  readonly name: string;
  readonly attribute: TokenAttribute;
  readonly version: number;
  readonly initialWord: string;
  readonly modelName: string;
  readonly library: { readonly name: string };
};

export type StartInversionMutationVariables = Exact<{
  imageId: string;
  libraryId: string;
  name: string;
  modelId?: string | null | undefined;
  method?: string | null | undefined;
  objectWord?: string | null | undefined;
  steps?: number | null | undefined;
  seed?: number | null | undefined;
  clientMutationKey?: string | null | undefined;
}>;

export type StartInversionMutation = {
  readonly startInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly losses: { readonly total: number } | null;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CancelInversionMutationVariables = Exact<{
  id: string;
}>;

export type CancelInversionMutation = {
  readonly cancelInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly losses: { readonly total: number } | null;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type ResumeInversionMutationVariables = Exact<{
  id: string;
}>;

export type ResumeInversionMutation = {
  readonly resumeInversion:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly losses: { readonly total: number } | null;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type InversionProgressSubscriptionVariables = Exact<{
  id: string;
}>;

export type InversionProgressSubscription = {
  readonly inversionProgress: {
    readonly id: string;
    readonly status: RunStatus;
    readonly done: number;
    readonly total: number;
    readonly name: string;
    readonly method: string;
    readonly losses: { readonly total: number } | null;
    readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
  };
};

export type InversionFilesQueryVariables = Exact<{
  id: string;
}>;

export type InversionFilesQuery = {
  readonly inversion:
    | {
        readonly __typename: 'Inversion';
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly tokenFile: { readonly url: string } | null;
        readonly lossCurve: { readonly url: string } | null;
        readonly preview: { readonly url: string } | null;
        readonly image: {
          readonly id: string;
          readonly name: string;
          readonly file: { readonly url: string } | null;
        } | null;
        readonly losses: { readonly total: number } | null;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string };
};

export type RunsQueryVariables = Exact<{
  first: number;
  status?: RunStatus | null | undefined;
}>;

export type RunsQuery = {
  readonly inversions: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly createdAt: string;
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly name: string;
        readonly method: string;
        readonly losses: { readonly total: number } | null;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      };
    }>;
  };
  readonly compositions: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly prompt: string | null;
        readonly createdAt: string;
        readonly id: string;
        readonly status: RunStatus;
        readonly done: number;
        readonly total: number;
        readonly error: { readonly code: RunErrorCode | null; readonly message: string } | null;
      };
    }>;
  };
};

export type LibrariesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  name?: string | null | undefined;
  origin?: LibraryOrigin | null | undefined;
}>;

export type LibrariesQuery = {
  readonly libraries: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly visibility: Visibility;
        readonly tokenCount: number;
        readonly isGranted: boolean;
        readonly organization: { readonly name: string };
      };
    }>;
  };
};

export type CreateLibraryMutationVariables = Exact<{
  name: string;
  visibility: Visibility;
  clientMutationKey?: string | null | undefined;
}>;

export type CreateLibraryMutation = {
  readonly createLibrary:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'Library'; readonly id: string; readonly name: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NameTakenError'; readonly code: string; readonly message: string };
};

export type TokensQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  libraryId?: string | null | undefined;
  inversionId?: string | null | undefined;
  attribute?: TokenAttribute | null | undefined;
  name?: string | null | undefined;
  order?: TokenOrder | null | undefined;
}>;

export type TokensQuery = {
  readonly tokens: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly attribute: TokenAttribute;
        readonly version: number;
        readonly initialWord: string;
        readonly modelName: string;
        readonly library: { readonly name: string };
      };
    }>;
  };
};

export type KindOfQueryVariables = Exact<{
  id: string;
}>;

export type KindOfQuery = {
  readonly node:
    | { readonly __typename: 'Composition'; readonly id: string }
    | { readonly __typename: 'Image'; readonly id: string }
    | { readonly __typename: 'Inversion'; readonly id: string }
    | { readonly __typename: 'Library'; readonly id: string }
    | { readonly __typename: 'Model'; readonly id: string }
    | { readonly __typename: 'Organization'; readonly id: string }
    | { readonly __typename: 'Output'; readonly id: string }
    | {
        readonly __typename: 'Token';
        readonly id: string;
        readonly name: string;
        readonly attribute: TokenAttribute;
        readonly version: number;
        readonly initialWord: string;
        readonly modelName: string;
        readonly library: { readonly name: string };
      }
    | { readonly __typename: 'User'; readonly id: string }
    | { readonly __typename: 'Webhook'; readonly id: string }
    | { readonly __typename: 'WebhookDelivery'; readonly id: string }
    | null;
};

export type ExportTokensMutationVariables = Exact<{
  tokenIds: ReadonlyArray<string> | string;
  format: TokenFileFormat;
}>;

export type ExportTokensMutation = {
  readonly exportTokens:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'TokenExport';
        readonly warning: string | null;
        readonly files: ReadonlyArray<{ readonly name: string; readonly file: { readonly url: string } }>;
      }
    | { readonly __typename: 'TokenFileError'; readonly code: string; readonly message: string };
};

export type CreateTokenUploadMutationVariables = Exact<{
  bytes: number;
}>;

export type CreateTokenUploadMutation = {
  readonly createTokenUpload:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'TokenUpload';
        readonly id: string;
        readonly url: string;
        readonly headers: ReadonlyArray<{ readonly name: string; readonly value: string }>;
      };
};

export type ImportTokensMutationVariables = Exact<{
  uploadId: string;
  libraryId: string;
  name: string;
  modelId?: string | null | undefined;
  attribute?: TokenAttribute | null | undefined;
  word?: string | null | undefined;
  allowPickle?: boolean | null | undefined;
}>;

export type ImportTokensMutation = {
  readonly importTokens:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'ImportedTokens';
        readonly tokens: ReadonlyArray<{
          readonly id: string;
          readonly name: string;
          readonly attribute: TokenAttribute;
          readonly version: number;
          readonly initialWord: string;
          readonly modelName: string;
          readonly library: { readonly name: string };
        }>;
      }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NameTakenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'TokenFileError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CreateUploadMutationVariables = Exact<{
  name: string;
  type: PictureType;
  bytes: number;
  clientMutationKey?: string | null | undefined;
}>;

export type CreateUploadMutation = {
  readonly createUpload:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'ImageUpload';
        readonly url: string;
        readonly image: { readonly id: string; readonly status: ImageStatus };
        readonly headers: ReadonlyArray<{ readonly name: string; readonly value: string }>;
      }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'MutationKeyReusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export type CompleteUploadMutationVariables = Exact<{
  imageId: string;
}>;

export type CompleteUploadMutation = {
  readonly completeUpload:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Image';
        readonly id: string;
        readonly name: string;
        readonly width: number | null;
        readonly height: number | null;
      }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'PictureRefusedError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const InversionFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment InversionFields on Inversion {
  id
  status
  done
  total
  name
  method
  losses {
    total
  }
  error {
    code
    message
  }
}
    `,
  { fragmentName: 'InversionFields' },
) as unknown as TypedDocumentString<InversionFieldsFragment, unknown>;
export const CompositionFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment CompositionFields on Composition {
  id
  status
  done
  total
  error {
    code
    message
  }
}
    `,
  { fragmentName: 'CompositionFields' },
) as unknown as TypedDocumentString<CompositionFieldsFragment, unknown>;
export const TokenFieldsFragmentDoc = new TypedDocumentString(
  `
    fragment TokenFields on Token {
  id
  name
  attribute
  version
  initialWord
  modelName
  library {
    name
  }
}
    `,
  { fragmentName: 'TokenFields' },
) as unknown as TypedDocumentString<TokenFieldsFragment, unknown>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    organization {
      id
      name
      slug
    }
    user {
      name
      email
    }
    role
    scopes
  }
  usage {
    kind
    used
    limit
  }
  rateLimit {
    capacity
    remaining
    refillPerSecond
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const ModelsDocument = new TypedDocumentString(`
    query Models {
  models {
    id
    name
    fingerprint
    pixels
    devices
    methods
    schedulers
  }
}
    `) as unknown as TypedDocumentString<ModelsQuery, ModelsQueryVariables>;
export const CreateOrganizationDocument = new TypedDocumentString(`
    mutation CreateOrganization($name: String!, $slug: String!) {
  createOrganization(name: $name, slug: $slug) {
    __typename
    ... on Organization {
      id
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($name: String!, $scopes: [ApiKeyScope!]!, $expiresInDays: Int) {
  createApiKey(name: $name, scopes: $scopes, expiresInDays: $expiresInDays) {
    __typename
    ... on NewApiKey {
      secret
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const ComposeImagesDocument = new TypedDocumentString(`
    mutation ComposeImages($prompt: String, $negativePrompt: String, $slots: [SlotInput!], $words: [AttributeWordInput!], $seeds: [Seed!], $steps: Int, $guidance: Float, $scheduler: String, $modelId: ID, $clientMutationKey: String) {
  composeImages(
    prompt: $prompt
    negativePrompt: $negativePrompt
    slots: $slots
    words: $words
    seeds: $seeds
    steps: $steps
    guidance: $guidance
    scheduler: $scheduler
    modelId: $modelId
    clientMutationKey: $clientMutationKey
  ) {
    __typename
    ... on Composition {
      ...CompositionFields
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment CompositionFields on Composition {
  id
  status
  done
  total
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<ComposeImagesMutation, ComposeImagesMutationVariables>;
export const CancelCompositionDocument = new TypedDocumentString(`
    mutation CancelComposition($id: ID!) {
  cancelComposition(compositionId: $id) {
    __typename
    ... on Composition {
      ...CompositionFields
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment CompositionFields on Composition {
  id
  status
  done
  total
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<CancelCompositionMutation, CancelCompositionMutationVariables>;
export const CompositionProgressDocument = new TypedDocumentString(`
    subscription CompositionProgress($id: ID!) {
  compositionProgress(compositionId: $id) {
    ...CompositionFields
  }
}
    fragment CompositionFields on Composition {
  id
  status
  done
  total
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<CompositionProgressSubscription, CompositionProgressSubscriptionVariables>;
export const CompositionOutputsDocument = new TypedDocumentString(`
    query CompositionOutputs($id: ID!) {
  composition(id: $id) {
    __typename
    ... on Composition {
      ...CompositionFields
      prompt
      outputs {
        id
        seed
        file {
          url
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment CompositionFields on Composition {
  id
  status
  done
  total
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<CompositionOutputsQuery, CompositionOutputsQueryVariables>;
export const StartInversionDocument = new TypedDocumentString(`
    mutation StartInversion($imageId: ID!, $libraryId: ID!, $name: String!, $modelId: ID, $method: String, $objectWord: String, $steps: Int, $seed: Seed, $clientMutationKey: String) {
  startInversion(
    imageId: $imageId
    libraryId: $libraryId
    name: $name
    modelId: $modelId
    method: $method
    objectWord: $objectWord
    steps: $steps
    seed: $seed
    clientMutationKey: $clientMutationKey
  ) {
    __typename
    ... on Inversion {
      ...InversionFields
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment InversionFields on Inversion {
  id
  status
  done
  total
  name
  method
  losses {
    total
  }
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<StartInversionMutation, StartInversionMutationVariables>;
export const CancelInversionDocument = new TypedDocumentString(`
    mutation CancelInversion($id: ID!) {
  cancelInversion(inversionId: $id) {
    __typename
    ... on Inversion {
      ...InversionFields
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment InversionFields on Inversion {
  id
  status
  done
  total
  name
  method
  losses {
    total
  }
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<CancelInversionMutation, CancelInversionMutationVariables>;
export const ResumeInversionDocument = new TypedDocumentString(`
    mutation ResumeInversion($id: ID!) {
  resumeInversion(inversionId: $id) {
    __typename
    ... on Inversion {
      ...InversionFields
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment InversionFields on Inversion {
  id
  status
  done
  total
  name
  method
  losses {
    total
  }
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<ResumeInversionMutation, ResumeInversionMutationVariables>;
export const InversionProgressDocument = new TypedDocumentString(`
    subscription InversionProgress($id: ID!) {
  inversionProgress(inversionId: $id) {
    ...InversionFields
  }
}
    fragment InversionFields on Inversion {
  id
  status
  done
  total
  name
  method
  losses {
    total
  }
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<InversionProgressSubscription, InversionProgressSubscriptionVariables>;
export const InversionFilesDocument = new TypedDocumentString(`
    query InversionFiles($id: ID!) {
  inversion(id: $id) {
    __typename
    ... on Inversion {
      ...InversionFields
      tokenFile {
        url
      }
      lossCurve {
        url
      }
      preview {
        url
      }
      image {
        id
        name
        file {
          url
        }
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment InversionFields on Inversion {
  id
  status
  done
  total
  name
  method
  losses {
    total
  }
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<InversionFilesQuery, InversionFilesQueryVariables>;
export const RunsDocument = new TypedDocumentString(`
    query Runs($first: Int!, $status: RunStatus) {
  inversions(first: $first, status: $status) {
    edges {
      node {
        ...InversionFields
        createdAt
      }
    }
  }
  compositions(first: $first, status: $status) {
    edges {
      node {
        ...CompositionFields
        prompt
        createdAt
      }
    }
  }
}
    fragment InversionFields on Inversion {
  id
  status
  done
  total
  name
  method
  losses {
    total
  }
  error {
    code
    message
  }
}
fragment CompositionFields on Composition {
  id
  status
  done
  total
  error {
    code
    message
  }
}`) as unknown as TypedDocumentString<RunsQuery, RunsQueryVariables>;
export const LibrariesDocument = new TypedDocumentString(`
    query Libraries($first: Int!, $after: String, $name: String, $origin: LibraryOrigin) {
  libraries(first: $first, after: $after, name: $name, origin: $origin) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        id
        name
        visibility
        tokenCount
        isGranted
        organization {
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LibrariesQuery, LibrariesQueryVariables>;
export const CreateLibraryDocument = new TypedDocumentString(`
    mutation CreateLibrary($name: String!, $visibility: Visibility!, $clientMutationKey: String) {
  createLibrary(
    name: $name
    visibility: $visibility
    clientMutationKey: $clientMutationKey
  ) {
    __typename
    ... on Library {
      id
      name
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateLibraryMutation, CreateLibraryMutationVariables>;
export const TokensDocument = new TypedDocumentString(`
    query Tokens($first: Int!, $after: String, $libraryId: ID, $inversionId: ID, $attribute: TokenAttribute, $name: String, $order: TokenOrder) {
  tokens(
    first: $first
    after: $after
    libraryId: $libraryId
    inversionId: $inversionId
    attribute: $attribute
    name: $name
    order: $order
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...TokenFields
      }
    }
  }
}
    fragment TokenFields on Token {
  id
  name
  attribute
  version
  initialWord
  modelName
  library {
    name
  }
}`) as unknown as TypedDocumentString<TokensQuery, TokensQueryVariables>;
export const KindOfDocument = new TypedDocumentString(`
    query KindOf($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Token {
      ...TokenFields
    }
  }
}
    fragment TokenFields on Token {
  id
  name
  attribute
  version
  initialWord
  modelName
  library {
    name
  }
}`) as unknown as TypedDocumentString<KindOfQuery, KindOfQueryVariables>;
export const ExportTokensDocument = new TypedDocumentString(`
    mutation ExportTokens($tokenIds: [ID!]!, $format: TokenFileFormat!) {
  exportTokens(tokenIds: $tokenIds, format: $format) {
    __typename
    ... on TokenExport {
      files {
        name
        file {
          url
        }
      }
      warning
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ExportTokensMutation, ExportTokensMutationVariables>;
export const CreateTokenUploadDocument = new TypedDocumentString(`
    mutation CreateTokenUpload($bytes: Int!) {
  createTokenUpload(bytes: $bytes) {
    __typename
    ... on TokenUpload {
      id
      url
      headers {
        name
        value
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateTokenUploadMutation, CreateTokenUploadMutationVariables>;
export const ImportTokensDocument = new TypedDocumentString(`
    mutation ImportTokens($uploadId: ID!, $libraryId: ID!, $name: String!, $modelId: ID, $attribute: TokenAttribute, $word: String, $allowPickle: Boolean) {
  importTokens(
    uploadId: $uploadId
    libraryId: $libraryId
    name: $name
    modelId: $modelId
    attribute: $attribute
    word: $word
    allowPickle: $allowPickle
  ) {
    __typename
    ... on ImportedTokens {
      tokens {
        ...TokenFields
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    fragment TokenFields on Token {
  id
  name
  attribute
  version
  initialWord
  modelName
  library {
    name
  }
}`) as unknown as TypedDocumentString<ImportTokensMutation, ImportTokensMutationVariables>;
export const CreateUploadDocument = new TypedDocumentString(`
    mutation CreateUpload($name: String!, $type: PictureType!, $bytes: Int!, $clientMutationKey: String) {
  createUpload(
    name: $name
    type: $type
    bytes: $bytes
    clientMutationKey: $clientMutationKey
  ) {
    __typename
    ... on ImageUpload {
      image {
        id
        status
      }
      url
      headers {
        name
        value
      }
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CreateUploadMutation, CreateUploadMutationVariables>;
export const CompleteUploadDocument = new TypedDocumentString(`
    mutation CompleteUpload($imageId: ID!) {
  completeUpload(imageId: $imageId) {
    __typename
    ... on Image {
      id
      name
      width
      height
    }
    ... on Error {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CompleteUploadMutation, CompleteUploadMutationVariables>;
