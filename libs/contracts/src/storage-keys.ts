import type { CompositionId, Fingerprint, ImageId, InversionId, OrganizationId, TokenUploadId } from './ids.ts';

/**
 * Storage keys. The server makes all of them, each under the prefix of its organisation, but for what belongs to a model; `secret`
 * is a random part that keeps a key from being guessed from ids.
 */
export const organizationPrefix = (organizationId: OrganizationId): string => `organizations/${organizationId}/`;

export const belongsTo = (organizationId: OrganizationId, key: string): boolean =>
  key.startsWith(organizationPrefix(organizationId)) && !key.split('/').includes('..');

/** What a client puts, as it is; deleted once it is checked. */
export const uploadKey = (organizationId: OrganizationId, id: ImageId, secret: string): string =>
  `${organizationPrefix(organizationId)}uploads/${id}/${secret}.upload`;

/** A token file that a client puts to be imported. Its id is told to nobody but that client. */
export const tokenUploadKey = (organizationId: OrganizationId, id: TokenUploadId): string =>
  `${organizationPrefix(organizationId)}uploads/${id}/tokens.upload`;

/** A file that was made to be downloaded once; `secret` is all that tells exports apart. */
export const exportKey = (
  organizationId: OrganizationId,
  secret: string,
  index: number,
  extension: 'safetensors' | 'png',
): string => `${organizationPrefix(organizationId)}exports/${secret}/${index}.${extension}`;

/** The checked and re-encoded picture. */
export const imageKey = (organizationId: OrganizationId, id: ImageId, secret: string): string =>
  `${organizationPrefix(organizationId)}images/${id}/${secret}.png`;

/** Everything that an inversion writes. */
export const inversionPrefix = (organizationId: OrganizationId, id: InversionId): string =>
  `${organizationPrefix(organizationId)}inversions/${id}/`;

/** Segment by number, so a segment that is run again writes the same object. */
export const checkpointKey = (organizationId: OrganizationId, id: InversionId, segment: number): string =>
  `${checkpointPrefix(organizationId, id)}${segment}.safetensors`;

export const checkpointPrefix = (organizationId: OrganizationId, id: InversionId): string =>
  `${inversionPrefix(organizationId, id)}checkpoints/`;

/** The losses of one segment's steps; together they become the loss curve. */
export const segmentLossesKey = (organizationId: OrganizationId, id: InversionId, segment: number): string =>
  `${lossesPrefix(organizationId, id)}${segment}.json`;

export const lossesPrefix = (organizationId: OrganizationId, id: InversionId): string =>
  `${inversionPrefix(organizationId, id)}losses/`;

export const previewKey = (organizationId: OrganizationId, id: InversionId, step: number): string =>
  `${previewPrefix(organizationId, id)}${step}.png`;

export const previewPrefix = (organizationId: OrganizationId, id: InversionId): string =>
  `${inversionPrefix(organizationId, id)}previews/`;

/** What a finished token makes of a prompt that names nothing else. */
export const tokenPreviewKey = (organizationId: OrganizationId, id: InversionId, name: string): string =>
  `${inversionPrefix(organizationId, id)}tokens/${name}.png`;

export const lossCurveKey = (organizationId: OrganizationId, id: InversionId): string =>
  `${inversionPrefix(organizationId, id)}losses.json`;

/** The native token file. */
export const tokenFileKey = (organizationId: OrganizationId, id: InversionId): string =>
  `${inversionPrefix(organizationId, id)}tokens.safetensors`;

export const outputKey = (organizationId: OrganizationId, id: CompositionId, index: number): string =>
  `${compositionPrefix(organizationId, id)}${index}.png`;

/** Everything that a composition writes. */
export const compositionPrefix = (organizationId: OrganizationId, id: CompositionId): string =>
  `${organizationPrefix(organizationId)}compositions/${id}/`;

/** A picture that comes with a model, for everybody who may use it. */
export const modelSampleKey = (fingerprint: Fingerprint, sha256: string): string =>
  `models/${fingerprint}/samples/${sha256}.png`;
