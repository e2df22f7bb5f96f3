/** The four attributes that a picture is taken apart into. `layout` means pose or arrangement. */
export const ATTRIBUTES = ['color', 'style', 'object', 'layout'] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

/** The name under which single-token methods (textual-inversion, p-plus, prospect) keep their token: the whole picture. */
export const WHOLE_TOKEN = 'token';

/** What a token stands for. */
export const TOKEN_NAMES = [...ATTRIBUTES, WHOLE_TOKEN] as const;

export type TokenName = (typeof TOKEN_NAMES)[number];
