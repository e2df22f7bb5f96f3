import { useEffect, useRef, type RefObject } from 'react';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';

/**
 * Lets an element be dragged for these tokens. What does it is loaded after the page: nobody drags before he has seen.
 * @param tokens undefined where nobody may
 */
export function useDraggable(
  element: RefObject<HTMLElement | null>,
  tokens: (() => readonly TokenCardFragment[]) | undefined,
): void {
  const latest = useRef(tokens);
  latest.current = tokens;
  const isOn = tokens !== undefined;
  useEffect(() => {
    if (!isOn) return undefined;
    let end: (() => void) | undefined;
    let isGone = false;
    void import('./drag-tokens.ts').then(({ dragTokens }) => {
      if (!isGone) end = dragTokens(element.current!, () => latest.current?.() ?? []);
    });
    return () => {
      isGone = true;
      end?.();
    };
  }, [element, isOn]);
}
