import { ATTRIBUTES, TOKEN_NAMES } from '@facet/base';
import {
  INVITATION_DELIVERIES,
  PICTURE_SIDES,
  PICTURE_SIZES,
  ROLES,
  RUN_ERROR_CODES,
  RUN_STATUSES,
  WEBHOOK_EVENTS,
  WEBHOOK_MESSAGES,
} from '@facet/contracts';
import { PICTURE_TYPES } from '@facet/intake';
import { PERMISSIONS } from '../auth/permissions.ts';
import { PICTURE_METADATA } from '../outputs/export-outputs.ts';
import { TOKEN_FILE_FORMATS } from '../tokens/formats.ts';
import { builder } from './builder.ts';

/** `inversion.finished` -> INVERSION_FINISHED */
const nameOf = (value: string): string => value.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase();

export const enumOf = <const Values extends readonly string[]>(name: string, values: Values, description?: string) =>
  builder.enumType(name, {
    ...(description !== undefined && { description }),
    values: Object.fromEntries(values.map((value) => [nameOf(value), { value }])) as Record<
      string,
      { value: Values[number] }
    >,
  });

export const AttributeEnum = enumOf('Attribute', ATTRIBUTES, 'What a picture is taken apart into.');
export const TokenNameEnum = enumOf('TokenAttribute', TOKEN_NAMES, 'An attribute, or TOKEN: the picture as a whole.');
export const LayerGroupEnum = enumOf(
  'LayerGroup',
  ['fine', 'moderate', 'coarse'] as const,
  'Cross-attention layers by their resolution relative to the latent.',
);
export const RoleEnum = enumOf(
  'Role',
  ROLES,
  'What a member may do: a VIEWER reads, a MEMBER writes, an ADMIN administers, an OWNER makes and unmakes owners too.',
);
export const RunStatusEnum = enumOf(
  'RunStatus',
  RUN_STATUSES,
  'QUEUED until a worker begins, RUNNING until it ends; a CANCELLED or FAILED inversion can be resumed.',
);
export const RunErrorCodeEnum = enumOf('RunErrorCode', RUN_ERROR_CODES, 'Why a run failed, for programs.');
export const WebhookEventEnum = enumOf('WebhookEvent', WEBHOOK_EVENTS, 'What a webhook can be told of.');
export const WebhookMessageEnum = enumOf('WebhookMessage', WEBHOOK_MESSAGES, 'An event, or WEBHOOK_TEST: a trial.');
export const DeliveryStatusEnum = enumOf(
  'WebhookDeliveryStatus',
  ['pending', 'delivered', 'failed'] as const,
  'PENDING while it is tried, DELIVERED once it was taken, FAILED once it was given up.',
);
export const InvitationDeliveryEnum = enumOf(
  'InvitationDelivery',
  INVITATION_DELIVERIES,
  'WAITING while its e-mail is to be sent or tried again, SENT once a server has taken it, FAILED once it was given up: then invite them again, or give them its address.',
);
export const PictureTypeEnum = enumOf('PictureType', PICTURE_TYPES, 'Formats of pictures that are taken.');
export const ScopeEnum = enumOf(
  'ApiKeyScope',
  PERMISSIONS,
  'READ what is shared, WRITE pictures and tokens, ADMINISTER grants and webhooks.',
);
export const TokenFileFormatEnum = enumOf(
  'TokenFileFormat',
  TOKEN_FILE_FORMATS,
  'NATIVE: all that is known of a token. SINGLE: one vector, for diffusers, AUTOMATIC1111 and ComfyUI. LAYERS: the P+ form.',
);
export const PictureMetadataEnum = enumOf(
  'PictureMetadata',
  PICTURE_METADATA,
  'NONE: pixels and nothing else. RECIPE: what it was drawn by, which names the tokens. RECIPE_WITH_TOKENS: the tokens too, which whoever has the file then has.',
);
export const PictureSizeEnum = enumOf(
  'PictureSize',
  PICTURE_SIZES,
  `SMALL and MEDIUM: WebP of at most ${PICTURE_SIDES.small} and ${PICTURE_SIDES.medium} pixels a side, never enlarged. FULL: the PNG as it is stored.`,
);
export const VisibilityEnum = enumOf(
  'Visibility',
  ['private', 'organization'] as const,
  'PRIVATE: its creator alone. ORGANIZATION: all of it, and whom it is granted to.',
);
export const ImageStatusEnum = enumOf(
  'ImageStatus',
  ['pending', 'ready', 'rejected'] as const,
  'PENDING until the file is put and checked; READY to be inverted; REJECTED: no picture that is taken.',
);
