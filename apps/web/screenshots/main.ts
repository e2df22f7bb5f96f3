/**
 * Makes the pictures of every page in docs/ui: starts a whole service, has it take pictures apart and compose of them, and looks at
 * it. With --web, --email and --password at a service that runs already; with --api, others work there too.
 */
import { signUpInDevelopment } from '@facet/client';
import { freePort } from '@facet/services';
import { startStack } from '@facet/stack';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openChromium } from '../browser/chromium.ts';
import { fill } from './fill.ts';
import { shots } from './pages.ts';
import { shoot } from './shoot.ts';
import type { Visit } from './signed-in.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** The model that people are given; stacks of tests take a smaller one. */
const WORLD = join(ROOT, 'models', 'world');

const { values } = parseArgs({
  options: {
    web: { type: 'string' },
    api: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    out: { type: 'string', default: join(ROOT, 'docs', 'ui') },
  },
});
const say = (line: string): void => console.log(line);

async function look(visit: Visit): Promise<void> {
  const filled = await fill(visit, say);
  const browser = await openChromium();
  await shoot(browser, visit, shots(filled), values.out, say);
  await browser.close();
}

const { web, api, email, password } = values;
if (web !== undefined && email !== undefined && password !== undefined) await look({ web, api, email, password });
else {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  say('Starting the service');
  const stack = await startStack({
    environment: { FACET_WEB_ORIGINS: address, FACET_WEB_URL: address, FACET_MODELS: WORLD },
  });
  try {
    const [api] = await Promise.all([stack.startApi(), stack.startWorker()]);
    await stack.startWeb(api, port);
    const person = { email: 'ada@example.org', password: 'a long password' };
    await signUpInDevelopment({ url: api.url, name: 'Ada', ...person });
    await look({ web: address, api: api.url, ...person });
  } finally {
    await stack.close();
  }
}
