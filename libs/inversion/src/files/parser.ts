/**
 * `@facet/inversion/parser`: reads token files that may come from anybody. It takes as much time and memory as a file makes it
 * take, so a server does this in a process of its own.
 */
export { checkForModel } from './check-set.ts';
export { importEmbedding } from './import.ts';
export { hasOnlyTokens, storedTokens } from './stored-token.ts';
export { decodeTokenFile, isTokenFile } from './token-file.ts';
