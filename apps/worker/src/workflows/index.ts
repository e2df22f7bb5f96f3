export { composeImages } from './compose-images.ts';
export { invertImage } from './invert-image.ts';
export { sweep } from './sweep.ts';
