/** Most file systems take 255 bytes, of which endings and numbers get some. */
const MAX_BYTES = 200;

/** Whether a text can be part of a file's name: a file of its folder, and of no other. For texts that come from outside. */
export const isFileName = (text: string): boolean =>
  !/[/\\\p{Cc}]/u.test(text) && !/^\.*$/.test(text) && new TextEncoder().encode(text).length <= MAX_BYTES;
