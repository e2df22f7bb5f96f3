/** The board of a draft; undefined for one that this version does not understand. */
export function draftSearch(content: string | undefined): string | undefined {
  try {
    const { board } = JSON.parse(content ?? '') as { board?: unknown };
    return typeof board === 'string' ? board : undefined;
  } catch {
    return undefined;
  }
}
