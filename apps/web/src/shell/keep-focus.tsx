'use client';
import { useEffect } from 'react';

const TABBABLE = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]';

/**
 * Where what has the focus goes away, as a row does that is deleted or a button that has become another, the focus goes to what is nearest to
 * where it was: whoever does not see the page would begin at its top again. And it stays in an open dialog, however fast the keys come.
 */
export function KeepFocus() {
  useEffect(() => {
    /** What had the focus last, and what it was in, from the inside out. */
    let places: Element[] = [];
    const remember = ({ target }: FocusEvent): void => {
      places = [];
      for (let place = target as Element | null; place; place = place.parentElement) places.push(place);
    };
    const restore = (): void => {
      if (document.activeElement !== document.body || places[0]?.isConnected !== false) return;
      // A menu that opens where its button was takes the focus itself, some frames later, and closes when it goes elsewhere.
      if (document.querySelector('[aria-haspopup="menu"][aria-expanded="true"]')) return;
      for (const place of places.filter(({ isConnected }) => isConnected)) {
        const inside = [...place.querySelectorAll<HTMLElement>(TABBABLE)].find((each) => each.checkVisibility());
        // What takes the focus as a whole, as the content does whose page is another now, is read from its beginning.
        const next = place.hasAttribute('tabindex') ? (place as HTMLElement) : inside;
        if (next) return next.focus({ preventScroll: true });
      }
    };
    /** A dialog's guard sends the focus back into it with the next frame: a second Tab before that would lead out of the dialog. */
    const wait = (event: KeyboardEvent): void => {
      if (event.key === 'Tab' && document.activeElement?.matches('[data-base-ui-focus-guard]')) event.preventDefault();
    };
    const observer = new MutationObserver(restore);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    document.addEventListener('keydown', wait);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
      document.removeEventListener('keydown', wait);
    };
  }, []);
  return null;
}
