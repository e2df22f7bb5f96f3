/** The four attributes that a picture is taken apart into. `layout` means pose or arrangement. */
export const ATTRIBUTES = ['color', 'style', 'object', 'layout'] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

/** The name under which single-token methods (textual-inversion, p-plus, prospect) keep their token. */
export const WHOLE_TOKEN = 'token';

export type TokenName = Attribute | typeof WHOLE_TOKEN;

export const TOKEN_NAMES: readonly TokenName[] = [...ATTRIBUTES, WHOLE_TOKEN];
