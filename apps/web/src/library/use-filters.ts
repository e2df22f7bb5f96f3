'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { filtersOf } from './filters.ts';

const FILTERS = ['attribute', 'library', 'q', 'favorites', 'mine', 'maker', 'tag'] as const;
type Name = (typeof FILTERS)[number] | 'token';
const UNFILTERED = Object.fromEntries(FILTERS.map((name) => [name, undefined]));

/** What the address says of the library: its filters and the token that is looked at. Everything is in the address, so it can be sent. */
export function useFilters() {
  const path = usePathname();
  const search = useSearchParams();
  return useMemo(() => {
    const change = (changes: Partial<Record<Name, string | undefined>>): void => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes))
        if (value) next.set(name, value);
        else next.delete(name);
      const text = next.toString();
      // Without the server: the page has everything, or asks the API itself.
      window.history.replaceState(null, '', text === '' ? path : `${path}?${text}`);
    };
    return {
      variables: filtersOf(Object.fromEntries(search)),
      token: search.get('token') ?? undefined,
      change,
      /** Lets go of every filter. */
      clear: (): void => change(UNFILTERED),
    };
  }, [path, search]);
}
