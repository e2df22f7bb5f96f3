'use client';
import { useEffect, useRef } from 'react';

export interface Shortcuts {
  readonly chooseSlot: (index: number) => void;
  readonly toggleMute: () => void;
  readonly changeStrength: (by: number) => void;
  readonly run: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly swap: () => void;
  readonly compare: () => void;
  readonly help: () => void;
}

const STRENGTH_STEP = 0.1;

/** Keys of the board. While somebody types they are letters, but for those with Ctrl or Cmd. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { chooseSlot, toggleMute, changeStrength, run, undo, redo, swap, compare, help } = latest.current;
      const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
      const isTyping = target instanceof HTMLElement && target.matches('input:not([type=range]), textarea, select');
      // What is open over the board has keys of its own.
      if (target instanceof HTMLElement && target.closest('[role=dialog], [role=menu]')) return;
      if (ctrlKey || metaKey) {
        if (key === 'Enter') run();
        else if (key.toLowerCase() === 'z' && !isTyping) (shiftKey ? redo : undo)();
        else return;
      } else if (isTyping || altKey) return;
      else if (key >= '1' && key <= '4') chooseSlot(Number(key) - 1);
      else if (key.toLowerCase() === 'm') toggleMute();
      else if (key.toLowerCase() === 'g') swap();
      else if (key.toLowerCase() === 'c') compare();
      else if (key === '[') changeStrength(-STRENGTH_STEP);
      else if (key === ']') changeStrength(STRENGTH_STEP);
      else if (key === '?') help();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
