'use client';
import { useCallback, useState } from 'react';
import type { Drawn } from './differences.ts';

export interface Comparison {
  /** At most two, in the order in which they were picked. */
  readonly picks: readonly Drawn[];
  readonly isPicked: (outputId: string) => boolean;
  /** Of a third, the first one makes way. */
  readonly toggle: (drawn: Drawn) => void;
  readonly clear: () => void;
}

/** Which two pictures are looked at side by side. */
export function useComparison(): Comparison {
  const [picks, setPicks] = useState<readonly Drawn[]>([]);
  const toggle = useCallback(
    (drawn: Drawn): void =>
      setPicks((before) => {
        const others = before.filter(({ output }) => output.id !== drawn.output.id);
        return others.length < before.length ? others : [...before.slice(-1), drawn];
      }),
    [],
  );
  const clear = useCallback((): void => setPicks([]), []);
  return { picks, isPicked: (id) => picks.some(({ output }) => output.id === id), toggle, clear };
}

/** The two that one most likely wants: the latest picture and the one of the same seed before it, where there is one. */
export function latestPair(compositions: readonly Drawn['composition'][]): readonly [Drawn, Drawn] | undefined {
  const drawn = compositions.flatMap((composition) => composition.outputs.map((output) => ({ composition, output })));
  const [latest] = drawn;
  if (!latest) return undefined;
  const others = drawn.filter(({ output }) => output.id !== latest.output.id);
  const before =
    others.find(
      ({ composition, output }) => composition.id !== latest.composition.id && output.seed === latest.output.seed,
    ) ?? others[0];
  return before && [before, latest];
}
