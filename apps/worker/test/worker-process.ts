import { demoModelDirectory } from '@facet/diffusion';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

/** What the API of these tests would seal webhooks' secrets with. */
export const SECRET = 'a secret of the tests, which is long enough';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface WorkerProcess {
  readonly healthPort: number;
  readonly fingerprint: string;
  /** Every line it logged. */
  readonly lines: readonly Record<string, unknown>[];
  /** Resolves to how it ended: a status or a signal. */
  end(signal: NodeJS.Signals): Promise<number | string | null>;
}

/** Starts a worker as production does, and waits until it is ready. */
export async function startWorkerProcess(
  storageFolder: string,
  more: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const { appUrl, opsUrl, temporalAddress } = inject('workerServers');
  const child: ChildProcess = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_APP_URL: appUrl,
      DATABASE_OPS_URL: opsUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      FACET_SECRET: SECRET,
      FACET_STORAGE: storageFolder,
      FACET_MODELS: demoModelDirectory(),
      FACET_SEGMENT_STEPS: '2',
      ...more,
    },
  });
  const exited = once(child, 'exit');
  const lines: Record<string, unknown>[] = [];
  const ready = Promise.withResolvers<Record<string, unknown>>();
  createInterface({ input: child.stdout! }).on('line', (text) => {
    const line = JSON.parse(text) as Record<string, unknown>;
    lines.push(line);
    if (process.env['FACET_TEST_LOG']) console.error(text);
    if (line['msg'] === 'ready') ready.resolve(line);
  });
  void exited.then(() =>
    ready.reject(new Error(`The worker ended before it was ready: ${JSON.stringify(lines.at(-1))}`)),
  );
  const { healthPort, fingerprints } = await ready.promise;
  return {
    healthPort: healthPort as number,
    fingerprint: (fingerprints as string[])[0]!,
    lines,
    async end(signal) {
      child.kill(signal);
      const [code, by] = (await exited) as [number | null, string | null];
      return by ?? code;
    },
  };
}
