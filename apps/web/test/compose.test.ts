import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';

const ada = inject('ada');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('tokens are placed by the pointer, by keys and by dragging; the board is drawn, and a muted attribute changes alone', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada, { viewport: { width: 1440, height: 900 } });
  await open('/compose?steps=4&seeds=5,6');
  const slot = (name: string) => page.getByRole('listitem', { name: `${name} slot` });

  await page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  await look(slot('Color')).toContainText('Striped cat');

  await page.keyboard.press('2');
  await look(page.getByRole('tab', { name: 'Style' })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Place Striped cat as style' }).press('Enter');
  await look(page.getByRole('status').filter({ hasText: 'Striped cat is the style now.' })).toBeAttached();

  await page.getByRole('tab', { name: 'Object' }).click();
  await page.getByRole('button', { name: 'Place Striped cat as object' }).dragTo(slot('Object'));
  await look(slot('Object')).toContainText('Striped cat');

  await slot('Layout').getByLabel('Plain word for layout').fill('tiny');
  await page.keyboard.press('Control+Enter');
  const results = page.getByRole('region', { name: 'Results' });
  await look(results.getByRole('img', { name: 'Seed 5', exact: true })).toBeVisible();
  await look(results.getByRole('img', { name: 'Seed 6', exact: true })).toBeVisible();
  const first = await results.getByRole('img', { name: 'Seed 5', exact: true }).getAttribute('src');

  await page.getByRole('button', { name: 'Mute color' }).click();
  await look(page).toHaveURL((url) => url.searchParams.get('muted') === 'color');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(results.getByRole('img', { name: 'Seed 5', exact: true })).toHaveCount(2);
  const pictures = await results
    .getByRole('img', { name: 'Seed 5', exact: true })
    .evaluateAll((all) => all.map((each) => (each as HTMLImageElement).src));
  expect(pictures[1]).toBe(first);
  const [muted, whole] = await Promise.all(pictures.map(async (url) => (await context.request.get(url)).body()));
  expect(muted!.equals(whole!)).toBe(false);

  await page.getByRole('button', { name: 'Undo' }).click();
  await look(page.getByRole('button', { name: 'Mute color' })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('pictures are drawn as wide and as high as is asked for, the nearest that the model can, and lead back to that', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada, { viewport: { width: 1440, height: 900 } });
  await open('/compose?steps=2&seeds=81&prompt=a+cat');
  const width = page.getByLabel('Width');
  await width.fill('90');
  await width.press('Tab');
  await look(width).toHaveValue('96');
  await look(page).toHaveURL((url) => url.searchParams.get('width') === '96');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  const picture = page.getByRole('region', { name: 'Results' }).getByRole('img', { name: 'Seed 81', exact: true });
  await look(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]))
    .toEqual([96, 64]);
  await width.fill('');
  await width.press('Tab');
  await look(page).toHaveURL((url) => !url.searchParams.has('width'));
  await page.getByRole('button', { name: 'Open seed 81' }).click();
  await look(page.getByRole('dialog')).toContainText('96 × 64 pixels');
  expect(complaints).toEqual([]);
  await context.close();
});

test('the board is there again on another device', async () => {
  const here = await signedIn(browser, ada, { viewport: { width: 1440, height: 900 } });
  await here.open('/compose?prompt=a+{color}+bird');
  const saved = here.page.waitForResponse(
    async (response) =>
      (response.request().postData() ?? '').includes('saveBoardDraft') &&
      (await response.text()).includes('BoardDraft'),
  );
  await here.page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  await saved;
  await here.context.close();
  const there = await signedIn(browser, ada, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await there.open('/compose');
  await look(there.page.getByRole('listitem', { name: 'Color slot' })).toContainText('Striped cat');
  await look(there.page.getByLabel('Prompt')).toHaveValue('a {color} bird');
  await there.context.close();
});

test('on a phone a tap on a place opens the tokens that fit it, and what is in it is set, taken back and cleared by taps', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  await open('/compose?seeds=1');
  await page.getByRole('listitem', { name: 'Style slot' }).getByRole('button', { name: 'Choose a token' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Place Striped cat as style' }).tap();
  const slot = page.getByRole('listitem', { name: 'Style slot' });
  await look(slot).toContainText('Striped cat');
  await look(page.getByRole('dialog')).toBeHidden();
  const strength = slot.getByRole('slider');
  const box = (await strength.boundingBox())!;
  await page.touchscreen.tap(box.x + box.width * 0.75, box.y + box.height / 2);
  await look(strength).not.toHaveValue('1');
  await slot.getByRole('button', { name: 'Mute style' }).tap();
  await look(slot.getByRole('button', { name: 'Unmute style' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).tap();
  await look(slot.getByRole('button', { name: 'Mute style' })).toBeVisible();
  await slot.getByRole('button', { name: 'Clear style' }).tap();
  await look(slot.getByRole('button', { name: 'Choose a token' })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('an empty board says what to do in place of drawing', async () => {
  const { page, context, open } = await signedIn(
    browser,
    { ...ada, organizationId: ada.teamId },
    {
      viewport: { width: 1440, height: 900 },
    },
  );
  await open('/compose');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(page.getByText('Place a token or write a prompt first.')).toBeVisible();
  await context.close();
});
