import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { faultsOf } from './faults.ts';

const cleo = inject('cleo');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('a picture is given a public link by its maker, shows a stranger what its maker wishes, and nothing once the link is ended', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, { viewport: { width: 1440, height: 900 } });
  await open('/compose?steps=2&seeds=91');
  await page.getByRole('button', { name: 'Place Red house as color' }).click();
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  const results = page.getByRole('region', { name: 'Results' });
  await results.getByRole('button', { name: 'Open seed 91' }).first().click();
  const link = page.getByRole('dialog', { name: 'Seed 91' }).getByRole('region', { name: 'Public link' });
  await link.getByRole('button', { name: 'Make a public link' }).press('Enter');
  const url = (await link.locator('code').textContent())!;
  expect(url).toMatch(new RegExp(`^${inject('webUrl')}/shared/[\\w-]{43}$`));
  expect(await faultsOf(page)).toEqual([]);

  const stranger = await visit(browser);
  const answer = await stranger.page.goto(url);
  expect(answer!.headers()).toMatchObject({ 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' });
  const shown = stranger.page.getByRole('img', { name: 'A picture made with Facet' });
  await look(shown).toBeVisible();
  await look(shown).toHaveJSProperty('naturalWidth', 64);
  await look(stranger.page.getByText('64 × 64 pixels', { exact: true })).toBeVisible();
  await look(stranger.page.getByText(/Someone|Red house/)).toHaveCount(0);
  const saved = stranger.page.waitForEvent('download');
  await stranger.page.getByRole('link', { name: 'Download' }).click();
  expect((await saved).suggestedFilename()).toBe('picture.png');

  await link.getByRole('checkbox', { name: 'Say my name' }).click();
  await look(link.getByRole('checkbox', { name: 'Say my name' })).toBeChecked();
  await link.getByRole('checkbox', { name: 'Say how it was drawn' }).click();
  await look(link.getByRole('checkbox', { name: 'Say how it was drawn' })).toBeChecked();
  await look(link.locator('code')).toHaveText(url);
  await stranger.page.reload();
  await look(stranger.page.getByText('A picture by Someone · 64 × 64 pixels')).toBeVisible();
  await look(stranger.page.getByRole('definition').filter({ hasText: 'Red house' })).toBeVisible();
  expect(await faultsOf(stranger.page)).toEqual([]);

  await link.getByRole('button', { name: 'End the link' }).click();
  await look(link.getByRole('button', { name: 'Make a public link' })).toBeVisible();
  expect((await stranger.context.request.get(`${url}/picture.png`)).status()).toBe(404);
  expect((await stranger.page.reload())!.status()).toBe(404);
  await look(stranger.page.getByRole('heading', { name: 'There is no picture here' })).toBeVisible();
  expect([...complaints, ...stranger.complaints]).toEqual([]);
  await stranger.context.close();
  await context.close();
});
