import { freePort, ServiceError, type Manager, type RestartPolicy } from '@facet/services';
import type { Api } from '../demo/access.ts';
import { apiPort } from './api-port.ts';
import { program } from './program.ts';

const READY_WITHIN_MS = 180_000;

/** Everybody is without a service while it is down, so it is given up only when minutes of trying have not helped. */
const RESTART: RestartPolicy = { atMost: 20, withinMs: 600_000 };

/** It passes requests on from this machine, and says for whom; without its word everybody who uses it would share one limit. */
const WEB_APPLICATION = '127.0.0.1, ::1';

/**
 * Starts the API, and starts it again on the same port when it ends by itself. Without PORT, one that somebody else took while the API was starting is no reason to give up.
 * @param env what the API shares with the workers
 */
export async function startApi(
  manager: Manager,
  env: Readonly<Record<string, string>>,
  { HOST, PORT, FACET_PUBLIC_URL, FACET_TRUSTED_PROXIES }: NodeJS.ProcessEnv,
): Promise<Api> {
  const host = HOST || '127.0.0.1';
  const reachable = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  const trusted = FACET_TRUSTED_PROXIES || WEB_APPLICATION;
  const startOn = async (port: number): Promise<Api> => {
    const url = `http://${reachable}:${port}`;
    const publicUrl = FACET_PUBLIC_URL || url;
    await manager.start({
      ...program('api', 'apps/api/src/main.ts'),
      env: {
        ...env,
        HOST: host,
        PORT: String(port),
        FACET_PUBLIC_URL: publicUrl,
        FACET_TRUSTED_PROXIES: trusted,
      },
      health: (signal, pid) => isReady(url, signal, pid),
      healthyWithinMs: READY_WITHIN_MS,
      restart: RESTART,
    });
    manager.say('api', `The API listens on ${url}`);
    return { url, publicUrl };
  };
  try {
    return await startOn(await apiPort(PORT, host));
  } catch (error) {
    if (PORT || !(error instanceof ServiceError) || !error.message.includes('EADDRINUSE')) throw error;
    return startOn(await freePort(0, host));
  }
}

/** Throws unless this process answers at the address, and what it needs answers it. */
async function isReady(url: string, signal: AbortSignal, pid: number): Promise<void> {
  const health = (await (await fetch(`${url}/healthz`, { signal })).json()) as { pid?: number };
  if (health.pid !== pid) throw new Error(`process ${health.pid ?? 'unknown'} answers at ${url}`);
  const response = await fetch(`${url}/readyz`, { signal });
  if (!response.ok) throw new Error(`${url}/readyz answers ${response.status} ${await response.text()}`);
}
