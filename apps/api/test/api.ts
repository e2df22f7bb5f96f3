import { freePort } from '@facet/services';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { inject } from 'vitest';
import type { Mail } from '../src/auth/mail.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { createServer } from '../src/server/server.ts';
import { openServices, type Services } from '../src/services.ts';

export const WEB_ORIGIN = 'https://app.example.com';

export interface TestApi {
  readonly url: string;
  readonly services: Services;
  /** What the API would have sent, the newest last. */
  readonly mails: readonly Mail[];
  /** Lines of the log, as JSON. */
  readonly logLines: readonly string[];
  /** As superuser, for what tests arrange or look at behind row security. */
  readonly admin: Pool;
  close(): Promise<void>;
}

/** The whole API on a port of its own, with a fresh database and a folder as storage. */
export async function startApi(
  environment: Record<string, string> = {},
  /** Leaves e-mails to the API, in place of the list of the test. */
  { keepsMails = false } = {},
): Promise<TestApi> {
  const { adminUrl, appUrl, opsUrl, template, temporalAddress } = inject('servers');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const maker = new Client({ connectionString: adminUrl });
  await maker.connect();
  await maker.query(`create database ${name} template ${template}`);
  await maker.end();
  const of = (address: string): string => {
    const url = new URL(address);
    url.pathname = `/${name}`;
    return url.href;
  };
  const folder = mkdtempSync(join(tmpdir(), 'facet-api-objects-'));
  const port = await freePort();
  const config = readConfig({
    PORT: String(port),
    FACET_SECRET: 'a secret of the tests, which is long enough',
    FACET_WEB_ORIGINS: WEB_ORIGIN,
    DATABASE_APP_URL: of(appUrl),
    DATABASE_OPS_URL: of(opsUrl),
    TEMPORAL_ADDRESS: temporalAddress,
    FACET_STORAGE: folder,
    FACET_COST_CAPACITY: '10000000',
    FACET_COST_REFILL_PER_SECOND: '1000000',
    FACET_POINTS_PER_ADDRESS: '1000000',
    ...environment,
  });
  const mails: Mail[] = [];
  const logLines: string[] = [];
  const log = createLog('info', { write: (line) => void logLines.push(line) });
  const mailer = keepsMails ? undefined : { send: async (mail: Mail) => void mails.push(mail) };
  const services = await openServices(config, log, mailer);
  const server = await createServer(services);
  await server.listen({ host: config.HOST, port });
  const admin = new Pool({ connectionString: of(adminUrl), max: 2 });
  return {
    url: config.publicUrl,
    services,
    mails,
    logLines,
    admin,
    async close() {
      await server.close();
      await services.close();
      await admin.end();
      rmSync(folder, { recursive: true });
    },
  };
}
