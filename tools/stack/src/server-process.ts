import { freePort, startProcess, type Running } from '@facet/services';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string>>;

/** A program of ours that serves HTTP. */
export interface ServerProcess extends Running {
  readonly url: string;
}

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** A worker hands its run over when it is asked to end. */
const STOP_WITHIN_MS = 30_000;
/** Loading a model on a busy machine is most of it. */
const READY_WITHIN_MS = 300_000;

/**
 * Starts a program that serves HTTP on PORT (workers: WORKER_PORT), and resolves once it answers.
 * @param program from the repository's root
 * @param health path that answers when it is ready
 */
export async function startServer(
  name: string,
  program: string,
  environment: Environment,
  { port, health = '/healthz' }: { readonly port?: number; readonly health?: string } = {},
): Promise<ServerProcess> {
  const own = port ?? (await freePort());
  const url = `http://127.0.0.1:${own}`;
  const running = await startProcess(
    {
      name,
      command: process.execPath,
      args: [join(ROOT, program)],
      env: { ...environment, PORT: String(own), WORKER_PORT: String(own) },
      health: `${url}${health}`,
      healthyWithinMs: READY_WITHIN_MS,
      stopWithinMs: STOP_WITHIN_MS,
    },
    process.env['FACET_TEST_LOG'] ? { onLog: (line) => console.error(line) } : {},
  );
  return { ...running, url };
}
