/** What a picture says of itself: the recipe names the tokens; with them, whoever has the picture has the tokens. */
export const PICTURE_METADATA = ['recipe', 'recipe-with-tokens', 'none'] as const;
export type PictureMetadata = (typeof PICTURE_METADATA)[number];
