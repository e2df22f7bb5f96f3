import { DatabaseError } from '../../errors.ts';

/** The schema says the same. */
const MAX_TAGS = 30;
const MAX_TAG_LENGTH = 50;
export const MAX_NOTES_LENGTH = 5000;

/** Tags as they are kept, in lower case without spaces around them, each once, in the order of the alphabet. Throws `invalid-input`. */
export function normalTags(tags: readonly string[]): string[] {
  const normal = [...new Set(tags.map((tag) => tag.trim().toLowerCase()))].sort();
  const odd = normal.find((tag) => tag === '' || tag.length > MAX_TAG_LENGTH);
  if (odd !== undefined)
    throw new DatabaseError(
      'invalid-input',
      `The tag ${JSON.stringify(odd)} has not 1 to ${MAX_TAG_LENGTH} characters.`,
    );
  return normal;
}

/** Throws `invalid-input` for more tags than a token may have. */
export function checkTagCount(tags: readonly string[]): void {
  if (tags.length > MAX_TAGS)
    throw new DatabaseError(
      'invalid-input',
      `A token has at most ${MAX_TAGS} tags, and this would have ${tags.length}.`,
    );
}
