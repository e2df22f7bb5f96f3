'use client';
import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo, useRef } from 'react';
import { filtersOf } from './filters.ts';

const FILTERS = ['attribute', 'library', 'q', 'favorites', 'mine', 'maker', 'tag'] as const;
type Name = (typeof FILTERS)[number] | 'token';
const UNFILTERED = Object.fromEntries(FILTERS.map((name) => [name, undefined]));

/** What the address says of the library: its filters and the token that is looked at. Everything is in the address, so it can be sent. */
export function useFilters() {
  const path = usePathname();
  const search = useSearchParams();
  /** The entry before this one in the browser's history is the list without its token. */
  const isOpened = useRef(false);
  return useMemo(() => {
    const go = (how: 'pushState' | 'replaceState', changes: Partial<Record<Name, string | undefined>>): void => {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes))
        if (value) next.set(name, value);
        else next.delete(name);
      const text = next.toString();
      // Without the server: the page has everything, or asks the API itself.
      window.history[how](null, '', text === '' ? path : `${path}?${text}`);
    };
    const change = (changes: Partial<Record<Name, string | undefined>>): void => go('replaceState', changes);
    const isOpen = search.has('token');
    return {
      variables: filtersOf(Object.fromEntries(search)),
      token: search.get('token') ?? undefined,
      change,
      /** Looks at a token. The browser's way back closes it, as on a phone everybody expects. */
      open: (token: string): void => {
        go(isOpen ? 'replaceState' : 'pushState', { token });
        if (!isOpen) isOpened.current = true;
      },
      close: (): void => {
        if (isOpened.current) window.history.back();
        else change({ token: undefined });
        isOpened.current = false;
      },
      /** Lets go of every filter. */
      clear: (): void => change(UNFILTERED),
    };
  }, [path, search]);
}
