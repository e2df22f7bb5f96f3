import { ServiceError } from '../errors.ts';
import { untilHealthy, type HealthCheck } from './health.ts';
import type { Running, StartContext } from './running.ts';
import { spawnGroup, type GroupSpec } from './spawn-group.ts';

export interface ProcessSpec extends GroupSpec {
  readonly health: HealthCheck;
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
  try {
    await untilHealthy(spec.health, group.ended, spec.healthyWithinMs ?? 60_000, signal);
    return group;
  } catch (error) {
    await group.stop();
    signal?.throwIfAborted();
    const why = (error as Error).message;
    throw new ServiceError('start-failed', `${spec.name} ${why}. ${group.tail.describe()}`, { cause: error });
  }
}
