export { PictureError, type PictureErrorCode } from './pictures/errors.ts';
export { PICTURE_TYPES, type PictureType } from './pictures/format.ts';
export {
  MAX_ASPECT_RATIO,
  MAX_PICTURE_BYTES,
  MAX_PIXELS,
  MAX_TAKEN_BYTES,
  MIN_SIDE_PIXELS,
} from './pictures/limits.ts';
export { type Declaration, type TakenPicture, makeThumbnail, takePicture } from './pictures/take.ts';
export { type CheckedAddress, checkAddress } from './addresses/check.ts';
export { AddressError, type AddressErrorCode } from './addresses/errors.ts';
export {
  type GuardedHeader,
  type GuardedRequest,
  type GuardedResponse,
  guardedFetch,
} from './addresses/guarded-fetch.ts';
export { type AddressPolicy, policyForRanges } from './addresses/policy.ts';
export { isPublicAddress } from './addresses/public-address.ts';
