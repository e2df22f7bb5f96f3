import { attributeOf } from '../attributes/attributes.ts';
import type { LibraryPageQueryVariables } from './library-page.graphql.ts';

/** The list that an address asks for, the same on the server and in the browser. */
export function filtersOf(search: Readonly<Record<string, string | string[] | undefined>>): LibraryPageQueryVariables {
  const { attribute, library, q, favorites, mine, maker, tag } = search;
  const chosen = attributeOf(one(attribute));
  return {
    ...(chosen && { attribute: chosen }),
    ...(one(library) && { libraryId: one(library) }),
    ...(one(q) && { text: one(q) }),
    ...(one(favorites) && { favorites: true }),
    ...(one(mine) && { mine: true }),
    ...(one(maker) && { madeById: one(maker) }),
    ...(one(tag) && { tags: [one(tag)!] }),
  };
}

const one = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value) || undefined;
