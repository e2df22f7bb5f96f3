import { useEffect, useRef, type RefObject } from 'react';
import { useLaterEffect } from './use-later-effect.ts';

/**
 * Lets an element be dragged, by code that is loaded after the page. Whoever begins before it is there drags all the same: the browser goes on
 * with it meanwhile, and that code hears of the beginning when it comes.
 * @param begin gives what ends it; undefined where nobody may
 */
export function useDragSource<Module>(
  element: RefObject<HTMLElement | null>,
  load: () => Promise<Module>,
  begin: ((module: Module, element: HTMLElement) => () => void) | undefined,
  dependencies: readonly unknown[],
): void {
  const begun = useRef<DragEvent>(undefined);
  const isOn = begin !== undefined;
  useEffect(() => {
    if (!isOn) return undefined;
    const listening = new AbortController();
    const { signal } = listening;
    const source = element.current!;
    source.draggable = true;
    source.addEventListener('dragstart', (event) => (begun.current = event), { signal });
    source.addEventListener('dragend', () => (begun.current = undefined), { signal });
    return () => listening.abort();
  }, [element, isOn, ...dependencies]);
  useLaterEffect(
    load,
    begin &&
      ((module) => {
        const source = element.current!;
        const end = begin(module, source);
        if (begun.current) source.dispatchEvent(again(begun.current));
        return end;
      }),
    [element, isOn, ...dependencies],
  );
}

/** The browser empties what an event carries once it is over, so this has something of its own. */
const again = ({ clientX, clientY, button, buttons }: DragEvent): DragEvent =>
  new DragEvent('dragstart', {
    bubbles: true,
    cancelable: true,
    dataTransfer: new DataTransfer(),
    clientX,
    clientY,
    button,
    buttons,
  });
