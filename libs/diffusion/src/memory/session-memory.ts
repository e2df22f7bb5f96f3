import type { SessionMemory } from '../types.ts';

/** What sessions take that are open together, at most one of them running: pages of files that are mapped count. */
export function takenTogether(sessions: readonly SessionMemory[]): number {
  const passing = sessions.map(({ keepsActivations, activations }) => (keepsActivations ? 0 : activations));
  return sum(sessions.map(({ mapped }) => mapped)) + heldBytes(sessions) + Math.max(0, ...passing);
}

/** What sessions that are open hold between two runs and give back only when they are closed. */
export const heldBytes = (sessions: readonly SessionMemory[]): number =>
  sum(sessions.map(({ copied, keepsActivations, activations }) => copied + (keepsActivations ? activations : 0)));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
