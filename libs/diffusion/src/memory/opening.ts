import type { GraphMemory } from './graph-memory.ts';

/** A session that is going to be opened. */
export interface Opening {
  /** Its weights as its graph stores them, by which sessions are closed. */
  readonly storedBytes: number;
  readonly memory: GraphMemory;
}

/**
 * The most that these sessions take when they are opened and run one after the other: each keeps what it took until it is closed,
 * which is when those opened since hold more than `storedBytesMax` together.
 */
export function peakOfOpening(openings: readonly Opening[], storedBytesMax: number): GraphMemory {
  let open: Opening[] = [];
  let most: GraphMemory = { weights: 0, activations: 0 };
  for (const each of openings) {
    open.push(each);
    while (open.length > 1 && sum(open.map(({ storedBytes }) => storedBytes)) > storedBytesMax) open = open.slice(1);
    const weights = sum(open.map(({ memory }) => memory.weights));
    const activations = sum(open.map(({ memory }) => memory.activations));
    if (weights + activations > most.weights + most.activations) most = { weights, activations };
  }
  return most;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
