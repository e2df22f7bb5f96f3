'use client';
import { useEffect } from 'react';

/** Links that lead to another page of this application in this window. */
const leadsAway = (link: HTMLAnchorElement): boolean =>
  link.origin === location.origin && link.pathname !== location.pathname && link.target === '' && !link.download;

/**
 * While there is no network, links lead nowhere: the browser would put its own page in the place of this one, and take what is on it.
 * What says so is brought into sight.
 */
export function useStaying(isOffline: boolean): void {
  useEffect(() => {
    if (!isOffline) return undefined;
    const stay = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || !leadsAway(link) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      window.scrollTo({ top: 0 });
    };
    window.addEventListener('click', stay, { capture: true });
    return () => window.removeEventListener('click', stay, { capture: true });
  }, [isOffline]);
}
