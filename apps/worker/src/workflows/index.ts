export { composeImages } from './compose-images.ts';
export { deliverWebhook } from './deliver-webhook.ts';
export { invertImage } from './invert-image.ts';
export { sweep } from './sweep.ts';
