import { useRef, useState, type ChangeEvent, type KeyboardEvent } from 'react';

/** Keys that open the list of a select, in which one is chosen as with the pointer. */
const opens = ({ key, altKey }: KeyboardEvent): boolean => key === ' ' || altKey;

/**
 * What a select is given that acts at once. What is taken from its open list is chosen; who steps through it by keys passes others on the way, and
 * has chosen when he presses Enter or goes on to something else. Escape leaves it as it was.
 */
export function useChoice<Value extends string>(value: Value, onChoose: (value: Value) => void) {
  const [passed, setPassed] = useState<Value>();
  const isStepping = useRef(false);
  const choose = (): void => {
    setPassed(undefined);
    if (passed !== undefined && passed !== value) onChoose(passed);
  };
  return {
    value: passed ?? value,
    onPointerDown: () => void (isStepping.current = false),
    onKeyDown(event: KeyboardEvent) {
      isStepping.current = !opens(event);
      if (event.key === 'Enter') choose();
      if (event.key === 'Escape') setPassed(undefined);
    },
    onChange({ target }: ChangeEvent<HTMLSelectElement>) {
      const next = target.value as Value;
      if (isStepping.current) setPassed(next);
      else onChoose(next);
    },
    onBlur: choose,
  };
}
