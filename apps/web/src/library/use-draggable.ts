import { useRef, useState, type RefObject } from 'react';
import type { TokenCardFragment } from '../tokens/token-card.graphql.ts';
import { useDragSource } from '../ui/use-drag-source.ts';
import { useLaterEffect } from '../ui/use-later-effect.ts';
import type { Dragged } from './drag-tokens.ts';

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
  useDragSource(
    element,
    load,
    tokens && (({ dragTokens }, source) => dragTokens(source, () => latest.current?.() ?? [])),
    [],
  );
}

/** What is dragged at this moment. It is watched from where tokens are dragged: what takes them may come later than a drag begins. */
export function useDragged(isOn: boolean): Dragged | undefined {
  const [dragged, setDragged] = useState<Dragged>();
  useLaterEffect(load, isOn ? ({ watchDragged }) => watchDragged(setDragged) : undefined, [isOn]);
  return dragged;
}
