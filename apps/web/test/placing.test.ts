import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';

let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('a token that is to be used on the board takes its own slot, the rest stays, and undo brings back what was there', async () => {
  const { page, context, open, complaints } = await signedIn(browser, inject('cleo'), {
    viewport: { width: 1440, height: 900 },
  });
  const slot = (name: string) => page.getByRole('listitem', { name: `${name} slot` });
  await open('/compose?prompt=a+{color}+{object}&guidance=4');
  const saved = page.waitForResponse(
    async (response) =>
      (response.request().postData() ?? '').includes('saveBoardDraft') &&
      (await response.text()).includes('"BoardDraft"'),
  );
  await page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  await saved;
  const before = new URL(page.url()).search;

  await open('/library?attribute=color&q=house');
  await page.getByRole('button', { name: 'Red house, Color' }).click();
  await page.getByRole('link', { name: 'Use on the board' }).click();
  await look(slot('Color')).toContainText('Red house');
  await look(page.getByLabel('Prompt')).toHaveValue('a {color} {object}');
  await look(page).toHaveURL((url) => url.searchParams.get('guidance') === '4');
  await look(page).toHaveURL((url) => !url.searchParams.has('place'));
  await page.getByRole('button', { name: 'Undo' }).click();
  await look(slot('Color')).toContainText('Striped cat');
  await look(page).toHaveURL((url) => url.search === before);
  expect(complaints).toEqual([]);
  await context.close();
});

const NOTHING = 'There is nothing here';

test.each([
  ['/pictures/X', NOTHING],
  ['/pictures/VG9rZW46eA', NOTHING],
  ['/runs/X', NOTHING],
  ['/developers/webhooks/X', 'There is no such webhook.'],
  ['/library?library=X', NOTHING],
  ['/tokens/X', NOTHING],
])('an id that could be none leads to a page that says that there is nothing: %s', async (path, title) => {
  const { page, context, open } = await signedIn(browser, inject('cleo'));
  await open(path);
  await look(page.getByRole('heading', { name: title })).toBeVisible();
  await look(page.getByText('Something went wrong')).toHaveCount(0);
  await context.close();
});
