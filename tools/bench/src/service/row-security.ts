import { Pool } from 'pg';
import { spreadOf, type Spread } from '../statistics.ts';
import { inTurns } from '../turns.ts';
import type { OperationName } from './operations.ts';
import { replay, type Pools, type Recording } from './replay.ts';
import type { World } from './world.ts';

export interface RowSecurityResult {
  readonly operation: OperationName;
  /** Time of the statements with row security over that without. */
  readonly timeRatio: Spread;
  readonly withMs: Spread;
  readonly withoutMs: Spread;
}

const REPEATS = 100;

/**
 * The statements of an operation on the tables with their policies and on a copy of the database whose tables have none, in
 * turns, over one connection and without any server between. The list of libraries is left out: without row security it would
 * show those of everybody.
 */
export async function compareRowSecurity(
  { stack, unprotected, recordings }: World,
  rounds: number,
): Promise<RowSecurityResult[]> {
  const pools = { with: poolsOf(stack), without: poolsOf(unprotected) };
  try {
    const results: RowSecurityResult[] = [];
    for (const operation of ['page', 'rename', 'create'] as const) {
      const recording = recordings[operation];
      const rows = await Promise.all([replay(pools.with, recording), replay(pools.without, recording)]);
      if (rows[0].length !== rows[1].length) throw new Error(`${operation}: the copy answers otherwise.`);
      const pairs = await inTurns(
        rounds,
        () => timed(pools.with, recording),
        () => timed(pools.without, recording),
      );
      results.push({
        operation,
        timeRatio: spreadOf(pairs.map(({ first, second }) => first / second)),
        withMs: spreadOf(pairs.map(({ first }) => first)),
        withoutMs: spreadOf(pairs.map(({ second }) => second)),
      });
    }
    return results;
  } finally {
    await Promise.all(Object.values(pools).flatMap((each) => Object.values(each).map((pool) => pool.end())));
  }
}

const poolsOf = ({ appUrl, opsUrl }: { appUrl: string; opsUrl: string }): Pools => ({
  facet_app: new Pool({ connectionString: appUrl, max: 1 }),
  facet_ops: new Pool({ connectionString: opsUrl, max: 1 }),
});

/** Milliseconds of one operation. */
async function timed(pools: Pools, recording: Recording): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < REPEATS; i++) await replay(pools, recording);
  return (performance.now() - start) / REPEATS;
}
