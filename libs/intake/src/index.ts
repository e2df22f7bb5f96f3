export { PictureError, type PictureErrorCode } from './pictures/errors.ts';
