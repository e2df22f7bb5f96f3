/** PostgreSQL stores neither NUL nor half of a surrogate pair, and no field of ours has a use for them. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
