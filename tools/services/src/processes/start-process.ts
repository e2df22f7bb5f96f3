import { ServiceError } from '../errors.ts';
import { untilHealthy } from './health.ts';
import type { Running, StartContext } from './running.ts';
import { spawnGroup, type GroupSpec } from './spawn-group.ts';

export interface ProcessSpec extends GroupSpec {
  /**
   * A URL that answers with a 2xx status, or a function that resolves (the signal ends one attempt), once the program is ready.
   * The program's process number tells it from another one that answers in its place.
   */
  readonly health: string | ((signal: AbortSignal, pid: number) => Promise<unknown>);
  /** Default 60 s. */
  readonly healthyWithinMs?: number;
}

/**
 * Starts a program and resolves when it is healthy.
 * Throws `ServiceError` `start-failed`, with the program's last lines, or the reason that `signal` was aborted with.
 */
export async function startProcess(spec: ProcessSpec, { onLog, signal }: StartContext = {}): Promise<Running> {
  signal?.throwIfAborted();
  const group = await spawnGroup(spec, onLog);
  const { health } = spec;
  const check = typeof health === 'string' ? health : (attempt: AbortSignal) => health(attempt, group.pid);
  try {
    await untilHealthy(check, group.ended, spec.healthyWithinMs ?? 60_000, signal);
    return group;
  } catch (error) {
    await group.stop();
    signal?.throwIfAborted();
    const why = (error as Error).message;
    throw new ServiceError('start-failed', `${spec.name} ${why}. ${group.tail.describe()}`, { cause: error });
  }
}
