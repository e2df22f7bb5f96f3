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

async function startApi(webUrl: string, port?: number): Promise<void> {
  const environment = { ...inject('environment'), FACET_WEB_ORIGINS: webUrl, FACET_WEB_URL: webUrl };
  const options = { health: '/readyz', ...(port !== undefined && { port }) };
  api = await startServer('api', 'apps/api/src/main.ts', environment, options);
}

beforeAll(async () => {
  if (!hasBrowser) return;
  const port = await freePort();
  await startApi(`http://127.0.0.1:${port}`);
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

  await startApi(web.url, port);
  await look(banner).toBeHidden();
  await look(other.getByRole('heading', { name: 'Library' })).toBeVisible();
  await look(page.getByLabel('Prompt')).toHaveValue('a red bird lying');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(page.getByRole('region', { name: 'Results' }).getByRole('img', { name: 'Seed 71' })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('prompt')).toBe('a red bird lying');
  await context.close();
});
