/**
 * Folders that still use each other, by project. The list only gets shorter: a test fails when a pair is on it that is one no more.
 * @type {Record<string, string[][]>}
 */
export const EXEMPT_TIES = {};
