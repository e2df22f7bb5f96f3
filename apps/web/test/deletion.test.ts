import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { faultsOf } from './faults.ts';

let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('what was drawn is deleted once that is confirmed, a composition and a grid; another browser has it no more without a reload', async () => {
  const cleo = inject('cleo');
  const elsewhere = await signedIn(browser, cleo);
  const { page, context, open, complaints } = await signedIn(browser, cleo, { viewport: { width: 1440, height: 900 } });
  await open('/compose?steps=2&seeds=31&prompt=a+{color}+thing+that+goes');
  const results = page.getByRole('region', { name: 'Results' });
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  const composition = results.getByRole('listitem').filter({ hasText: 'thing that goes' });
  await look(composition.getByRole('img', { name: 'Seed 31', exact: true })).toBeVisible();
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Try Red house as color' }).click();
  await page.getByRole('button', { name: 'Compose 2 pictures' }).click();
  const grid = results.getByRole('listitem').filter({ hasText: 'Color over 2 tokens' }).first();
  await look(grid.getByRole('button', { name: 'Delete' })).toBeVisible();
  await elsewhere.open('/compose');
  await look(elsewhere.page.getByRole('listitem').filter({ hasText: 'thing that goes' })).toBeVisible();

  const grids = await results.getByText('Color over 2 tokens').count();
  await grid.getByRole('button', { name: 'Delete' }).click();
  await look(dialog).toContainText('Delete 2 pictures?');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await look(results.getByText('Color over 2 tokens')).toHaveCount(grids);
  await grid.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await look(results.getByText('Color over 2 tokens')).toHaveCount(grids - 1);

  await composition.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await look(composition).toHaveCount(0);
  await look(elsewhere.page.getByRole('listitem').filter({ hasText: 'thing that goes' })).toHaveCount(0);
  expect([...complaints, ...elsewhere.complaints]).toEqual([]);
  await elsewhere.context.close();
  await context.close();
});
