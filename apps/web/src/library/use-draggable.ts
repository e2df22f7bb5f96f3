import { useRef, type RefObject } from 'react';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { useLaterEffect } from '../ui/use-later-effect.ts';

const load = () => import('./drag-tokens.ts');

/**
 * Lets an element be dragged for these tokens.
 * @param tokens undefined where nobody may
 */
export function useDraggable(
  element: RefObject<HTMLElement | null>,
  tokens: (() => readonly TokenCardFragment[]) | undefined,
): void {
  const latest = useRef(tokens);
  latest.current = tokens;
  const isOn = tokens !== undefined;
  useLaterEffect(
    load,
    isOn ? ({ dragTokens }) => dragTokens(element.current!, () => latest.current?.() ?? []) : undefined,
    [element, isOn],
  );
}
