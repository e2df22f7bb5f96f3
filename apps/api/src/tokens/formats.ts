/** `native`: Facet's own. `single`: one vector, for diffusers, AUTOMATIC1111, ComfyUI. `layers`: the P+ form. */
export const TOKEN_FILE_FORMATS = ['native', 'single', 'layers'] as const;
export type TokenFileFormat = (typeof TOKEN_FILE_FORMATS)[number];

/** Four tokens of sixteen vectors of 2,048 numbers are half a megabyte. */
export const MAX_TOKEN_FILE_BYTES = 4 * 1024 ** 2;
