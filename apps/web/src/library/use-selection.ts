'use client';
import { useCallback, useState } from 'react';

/** Which tokens of a list are to be worked on together, by their ids. */
export interface Selection {
  /** Whether it is what the list is for at the moment; a touch then selects. */
  readonly isOn: boolean;
  readonly ids: ReadonlySet<string>;
  start(): void;
  stop(): void;
  toggle(id: string): void;
  set(ids: Iterable<string>): void;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [isStarted, setStarted] = useState(false);
  const toggle = useCallback((id: string): void => {
    setIds((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return {
    isOn: isStarted || ids.size > 0,
    ids,
    start: () => setStarted(true),
    stop() {
      setStarted(false);
      setIds(new Set());
    },
    toggle,
    set: (given) => setIds(new Set(given)),
  };
}
