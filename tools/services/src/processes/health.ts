import { setTimeout as delay } from 'node:timers/promises';

type HealthCheck = string | ((signal: AbortSignal) => Promise<unknown>);

const ATTEMPT_MS = 2_000;
const PAUSE_MS = 50;

/**
 * Asks until the check passes. Throws what a sentence about the process goes on with: how it ended, or why the last
 * attempt failed.
 * @param ended resolves when the process ends, which ends the waiting
 */
export async function untilHealthy(
  check: HealthCheck,
  ended: Promise<string>,
  withinMs: number,
  signal?: AbortSignal,
): Promise<void> {
  let exit: string | undefined;
  void ended.then((how) => (exit = how));
  for (const deadline = Date.now() + withinMs; ; await delay(PAUSE_MS)) {
    signal?.throwIfAborted();
    const failure = await Promise.race([attempt(check, signal), ended]);
    signal?.throwIfAborted();
    if (exit !== undefined) throw new Error(`${exit} before it was ready`);
    if (failure === undefined) return;
    if (Date.now() > deadline) throw new Error(`was not ready after ${withinMs / 1000} s (${failure})`);
  }
}

/** Resolves to why the check failed, or undefined. A check that ignores its signal is not waited for. */
async function attempt(check: HealthCheck, giveUp?: AbortSignal): Promise<string | undefined> {
  const limit = AbortSignal.timeout(ATTEMPT_MS);
  const signal = giveUp ? AbortSignal.any([limit, giveUp]) : limit;
  const timeout = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${ATTEMPT_MS / 1000} s`))),
  );
  try {
    await Promise.race([typeof check === 'string' ? fetchOk(check, signal) : check(signal), timeout]);
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}

async function fetchOk(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { signal });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
}
