import * as z from 'zod';

/** What a picture is taken apart into. */
export const ATTRIBUTES = ['color', 'style', 'object', 'layout'] as const;
export const Attribute = z.enum(ATTRIBUTES);
export type Attribute = z.infer<typeof Attribute>;

/** What a token stands for: an attribute, or the whole picture (`token`, of single-token methods). */
export const TOKEN_NAMES = [...ATTRIBUTES, 'token'] as const;
export const TokenName = z.enum(TOKEN_NAMES);
export type TokenName = z.infer<typeof TokenName>;
