/** Where the API is for this server. */
export const API_URL = process.env['FACET_API_URL'] ?? 'http://127.0.0.1:4000';

/** Where browsers send files to and have them from: of the storage, or the API where that keeps them. */
export const FILES_ORIGIN = process.env['FACET_FILES_ORIGIN'] ?? API_URL;

/** Where e-mails can be read that nobody sends, in development; empty elsewhere. */
export const MAILS_URL = process.env['FACET_MAILS_URL'] ?? '';
