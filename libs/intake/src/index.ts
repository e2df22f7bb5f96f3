export { PictureError } from './pictures/errors.ts';
export { PICTURE_TYPES } from './pictures/format.ts';
export { MAX_PICTURE_BYTES, MAX_TAKEN_BYTES } from './pictures/limits.ts';
export { type TakenPicture, makeThumbnail, takePicture } from './pictures/take.ts';
export { checkAddress } from './addresses/check.ts';
export { AddressError } from './addresses/errors.ts';
export { guardedFetch } from './addresses/guarded-fetch.ts';
export { type AddressPolicy, policyForRanges } from './addresses/policy.ts';
