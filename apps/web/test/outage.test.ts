import { newcomer } from '@facet/client/testing';
import { freePort } from '@facet/services';
import { startServer, type ServerProcess } from '@facet/stack';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';

let browser: Browser;
/** An API of its own, which others do not miss, over what all tests have. */
let api: ServerProcess;
let web: ServerProcess;

async function startApi(
  webUrl: string,
  port?: number,
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const environment = { ...inject('environment'), FACET_WEB_ORIGINS: webUrl, FACET_WEB_URL: webUrl, ...more };
  const options = { health: '/readyz', ...(port !== undefined && { port }) };
  return startServer('api', 'apps/api/src/main.ts', environment, options);
}

beforeAll(async () => {
  if (!hasBrowser) return;
  const port = await freePort();
  api = await startApi(`http://127.0.0.1:${port}`);
  web = await startServer('web', 'apps/web/server/main.ts', { FACET_API_URL: api.url }, { port });
  browser = await openBrowser();
});
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(async () => {
  await browser?.close();
  await web?.stop();
  await api?.stop();
});

test('while the service is down each page says so and keeps what is on it, and goes on by itself once it is back', async () => {
  const person = await newcomer(api.url);
  const options = { baseURL: web.url, viewport: { width: 1440, height: 900 } };
  const { page, context, open } = await signedIn(browser, person, options);
  await open('/compose?steps=2&seeds=71&prompt=a+red+bird');
  await look(page.getByText('No token of this kind yet.', { exact: false })).toBeVisible();

  const port = Number(new URL(api.url).port);
  process.kill(api.pid, 'SIGKILL');
  await api.ended;
  const banner = page.getByText(/^Facet does not answer. What you see is of/);
  await look(banner).toBeVisible();
  await page.getByLabel('Prompt').fill('a red bird lying');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(page.getByText('Facet does not answer. Check your connection, and try again.')).toBeVisible();
  const other = await context.newPage();
  await other.goto('/library');
  await look(other.getByRole('heading', { name: 'Facet does not answer' })).toBeVisible();

  api = await startApi(web.url, port);
  await look(banner).toBeHidden();
  await look(other.getByRole('heading', { name: 'Library' })).toBeVisible();
  await look(page.getByLabel('Prompt')).toHaveValue('a red bird lying');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(page.getByRole('region', { name: 'Results' }).getByRole('img', { name: 'Seed 71' })).toBeVisible();
  await look(page).toHaveURL((url) => url.searchParams.get('prompt') === 'a red bird lying');
  await context.close();
});

test('whoever leafs through pages faster than the service allows waits for them, and sees no error', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const limits = { FACET_COST_CAPACITY: '3000', FACET_COST_REFILL_PER_SECOND: '300' };
  const sparing = await startApi(url, undefined, limits);
  const server = await startServer('web', 'apps/web/server/main.ts', { FACET_API_URL: sparing.url }, { port });
  const { page, context, open } = await signedIn(browser, await newcomer(sparing.url), { baseURL: url });
  let statuses: number[] = [];
  page.on('response', (response) => void (response.url().endsWith('/graphql') && statuses.push(response.status())));
  while (!statuses.includes(429)) {
    statuses = [];
    await open('/library');
    await look(page.getByRole('heading', { name: 'Library' })).toBeVisible();
    await look(page.getByText('No tokens yet')).toBeVisible();
  }
  // What was refused is asked again, and answered.
  await expect.poll(() => statuses.slice(statuses.indexOf(429)).includes(200)).toBe(true);
  await look(page.getByRole('heading', { name: 'Something went wrong' })).toBeHidden();
  await context.close();
  await server.stop();
  await sparing.stop();
});
