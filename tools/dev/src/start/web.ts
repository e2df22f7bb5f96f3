import { holdPort, type HeldPort, type Manager, type RestartPolicy } from '@facet/services';
import type { Api } from '../demo/access.ts';
import { program } from './program.ts';

const PREFERRED_PORT = 3000;
/** The first start builds it. */
const READY_WITHIN_MS = 900_000;
const RESTART: RestartPolicy = { atMost: 20, withinMs: 600_000 };

/** Where the web application will be; the port is held until then, for it is the last to start. */
export interface WebAddress {
  readonly held: HeldPort;
  /** For browsers. */
  readonly url: string;
}

/** The port that WEB_PORT names, or 3000, or any that is free. Throws `ServiceError` `port-in-use`. */
export async function webAddress({ WEB_PORT, HOST, FACET_WEB_URL }: NodeJS.ProcessEnv): Promise<WebAddress> {
  const host = HOST || '127.0.0.1';
  const held = WEB_PORT
    ? await holdPort(Number(WEB_PORT), host)
    : await holdPort(PREFERRED_PORT, host).catch(() => holdPort(0, host));
  const reachable = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host;
  return { held, url: FACET_WEB_URL || `http://${reachable}:${held.port}` };
}

/** Starts the web application over the API: as it was built, or with hot reload. */
export async function startWeb(
  manager: Manager,
  { held, url }: WebAddress,
  api: Api,
  isDev: boolean,
  { HOST, S3_ENDPOINT, SMTP_URL, NODE_ENV, FACET_TRUSTED_PROXIES }: NodeJS.ProcessEnv,
): Promise<void> {
  const { port } = held;
  await held.release();
  await manager.start({
    ...program('web', 'apps/web/server/main.ts'),
    env: {
      HOST: HOST || '127.0.0.1',
      PORT: String(port),
      FACET_API_URL: api.url,
      // Browsers send files to the storage, or to the API where that keeps them.
      FACET_FILES_ORIGIN: new URL(S3_ENDPOINT || api.publicUrl).origin,
      FACET_MAILS_URL: SMTP_URL || NODE_ENV === 'production' ? '' : `${api.publicUrl}/dev/mail`,
      FACET_TRUSTED_PROXIES: FACET_TRUSTED_PROXIES ?? '',
      FACET_WEB_DEV: isDev ? '1' : '',
    },
    health: `http://${['0.0.0.0', '::'].includes(HOST ?? '') ? 'localhost' : HOST || '127.0.0.1'}:${port}/healthz`,
    healthyWithinMs: READY_WITHIN_MS,
    restart: RESTART,
  });
  manager.say('web', `The web application is at ${url}`);
}
