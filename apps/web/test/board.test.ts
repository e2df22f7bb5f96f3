import type { Browser, Download, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { faultsOf } from './faults.ts';
import { give, given } from './give.ts';
import { references } from './references.ts';

const cleo = inject('cleo');
const WIDE = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const slot = (page: Page, name: string) => page.getByRole('listitem', { name: `${name} slot` });
const results = (page: Page) => page.getByRole('region', { name: 'Results' });
const picture = (page: Page, name: string) => results(page).getByRole('img', { name, exact: true });
const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path());

/** Writes a prompt, and waits until the draft is kept. */
async function saving(page: Page, prompt: string): Promise<void> {
  const kept = page.waitForResponse(
    async (response) =>
      (response.request().postData() ?? '').includes('saveBoardDraft') &&
      (await response.text()).includes('"BoardDraft"'),
  );
  await page.getByLabel('Prompt').fill(prompt);
  await kept;
}

test('one attribute goes over several tokens: a grid that is one thing, is there after a reload, and is edited and drawn again', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  await open('/compose?steps=2&seeds=1,2');
  await page.getByRole('tab', { name: 'Object' }).click();
  await page.getByRole('button', { name: 'Place Striped cat as object' }).click();
  await page.getByRole('tab', { name: 'Color' }).click();
  await page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  await page.keyboard.press('g');
  await page.getByRole('button', { name: 'Try Red house as color' }).click();
  await look(slot(page, 'Color')).toContainText('2 tokens');
  await page.reload();
  await look(slot(page, 'Color')).toContainText('2 tokens');
  await page.getByRole('button', { name: 'Compose 4 pictures' }).click();

  const grid = results(page).getByRole('listitem').filter({ hasText: 'Color over 2 tokens, 2 seeds' }).first();
  await look(grid.getByRole('row', { name: /Striped cat/ }).getByRole('img', { name: /^Seed [12]$/ })).toHaveCount(2);
  await look(grid.getByRole('row', { name: /Red house/ }).getByRole('img', { name: /^Seed [12]$/ })).toHaveCount(2);
  const sources = await grid
    .getByRole('img', { name: 'Seed 1', exact: true })
    .evaluateAll((all) => all.map((each) => (each as HTMLImageElement).src));
  const [cat, house] = await Promise.all(sources.map(async (url) => (await context.request.get(url)).body()));
  expect(cat!.equals(house!)).toBe(false);

  await page.getByRole('button', { name: 'Back to one color' }).click();
  await look(slot(page, 'Color')).toContainText('Striped cat');
  await grid.getByRole('button', { name: 'Put on the board' }).click();
  await look(slot(page, 'Color')).toContainText('2 tokens');
  await page.getByRole('button', { name: 'Leave Striped cat out of the grid' }).click();
  await page.getByRole('button', { name: 'Compose 2 pictures' }).click();
  await look(results(page).getByText('Color over 1 token, 2 seeds')).toBeVisible();
  await look(results(page).getByText('Color over 2 tokens, 2 seeds')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('two pictures are compared by a slider and side by side, and what differs between their boards is said', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  await open('/compose?steps=2&seeds=11,12');
  await page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(picture(page, 'Seed 11')).toBeVisible();
  await look(picture(page, 'Seed 12')).toBeVisible();
  await page.getByRole('button', { name: 'Mute color' }).click();
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(picture(page, 'Seed 12')).toHaveCount(2);

  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  const share = dialog.getByRole('slider', { name: 'How much of A is seen' });
  await share.press('End');
  await look(share).toHaveAttribute('aria-valuetext', '100% of A');
  await look(dialog.getByRole('row', { name: /Color/ })).toContainText('Striped cat, muted');
  await look(dialog.getByRole('row', { name: /Layout/ })).toContainText('same');
  await look(dialog.getByRole('row', { name: /Steps/ })).toHaveCount(0);
  await dialog.getByRole('radio', { name: 'Side by side' }).check();
  await look(dialog.getByRole('img', { name: /^[AB]: seed/ })).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Put A on the board' }).click();
  await look(dialog).toBeHidden();
  await look(page.getByRole('button', { name: 'Mute color' })).toBeVisible();

  // Two of one's own choice.
  for (const name of ['Compare seed 11', 'Compare seed 12'])
    await results(page).getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('button', { name: 'Compare, 2 of 2' }).click();
  await look(dialog.getByRole('row', { name: /Seed/ })).toContainText('11');
  await page.keyboard.press('Escape');
  await look(dialog).toBeHidden();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a picture is saved with its recipe, with its tokens too, or alone; dropped into a fresh browser it brings its board back', async () => {
  const here = await signedIn(browser, cleo, WIDE);
  const { page } = here;
  await here.open('/compose?steps=2&seeds=21,22&guidance=4.5&layout-word=tiny&negative=grey');
  await page.getByRole('button', { name: 'Place Red house as color' }).click();
  await slot(page, 'Color').getByRole('slider').fill('0.7');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(picture(page, 'Seed 22')).toBeVisible();
  // The picture knows itself, and not those that were drawn beside it.
  const address = new URL(page.url()).search.replace('21%2C22', '22');

  const saved = page.waitForEvent('download');
  await results(page).getByRole('button', { name: 'Download: Seed 22' }).first().click();
  await page.getByRole('menuitem', { name: 'With its recipe' }).click();
  const named = await saved;
  expect(named.suggestedFilename()).toMatch(/\.png$/);
  const withRecipe = await bytesOf(named);
  await results(page).getByRole('button', { name: 'Open seed 22' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Seed 22' });
  await look(dialog.getByRole('definition').filter({ hasText: 'Red house, 70%' })).toBeVisible();
  const more = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'With recipe and tokens' }).click();
  const withTokens = await bytesOf(await more);
  const less = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Picture alone' }).click();
  const alone = await bytesOf(await less);
  expect(withTokens.length).toBeGreaterThan(withRecipe.length);
  expect(withRecipe.length).toBeGreaterThan(alone.length);
  expect(here.complaints).toEqual([]);
  await here.context.close();

  const fresh = await signedIn(browser, cleo, WIDE);
  await fresh.open('/compose?prompt=something+else');
  await give(fresh.page, 'drop', [given('picture.png', 'image/png', withRecipe)]);
  await look(slot(fresh.page, 'Color')).toContainText('Red house');
  await look(fresh.page).toHaveURL((url) => url.search === address);
  await fresh.page.getByRole('button', { name: 'Undo' }).click();
  await look(fresh.page.getByLabel('Prompt')).toHaveValue('something else');
  await fresh.page.getByRole('button', { name: 'Redo' }).click();
  await look(fresh.page).toHaveURL((url) => url.search === address);

  await give(fresh.page, 'drop', [given('picture.png', 'image/png', alone)]);
  await look(fresh.page.getByRole('alert').filter({ hasText: 'holds no recipe' })).toBeVisible();
  await give(fresh.page, 'paste', [given('cat.png', 'image/png', await readFile(references.cat))]);
  await look(fresh.page.getByRole('alert').filter({ hasText: 'holds no recipe' })).toBeVisible();
  await look(fresh.page).toHaveURL((url) => url.search === address);
  expect(fresh.complaints).toEqual([]);
  await fresh.context.close();

  // Of another organisation, which has none of the tokens.
  const stranger = await signedIn(browser, inject('bob'), WIDE);
  await stranger.open('/compose');
  await give(stranger.page, 'drop', [given('picture.png', 'image/png', withRecipe)]);
  await look(stranger.page.getByText(/not in your libraries: Red house/)).toBeVisible();
  await look(slot(stranger.page, 'Layout').getByLabel('Plain word for layout')).toHaveValue('tiny');
  await stranger.context.close();
});

test.each([
  ['light', WIDE],
  ['dark', PHONE],
  ['dark', WIDE],
  ['light', PHONE],
] as const)('what lies over the board has no fault that axe finds, %s', async (colorScheme, screen) => {
  // A colour in the middle of its appearing is none that anybody reads.
  const options = { ...screen, colorScheme, reducedMotion: 'reduce' } as const;
  const { page, context, open, complaints } = await signedIn(browser, cleo, options);
  await open('/compose');
  const found: string[] = [];
  const check = async (name: string): Promise<void> => {
    await look(page.getByRole('dialog', { name })).toBeVisible();
    for (const fault of await faultsOf(page)) found.push(`${name}: ${fault}`);
    await page.keyboard.press('Escape');
    await look(page.getByRole('dialog', { name })).toBeHidden();
    // The board hears keys again once the focus has come back from the dialog.
    await page.waitForFunction(() => !document.activeElement?.closest('[role=dialog]'));
  };
  await results(page).getByRole('button', { name: 'Open seed 22' }).first().click();
  await check('Seed 22');
  await page.keyboard.press('c');
  await check('Compare');
  await page.keyboard.press('?');
  await check('Keyboard');
  expect(found).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('of a board that is changed on two devices the later change stays, and both go on', async () => {
  const first = await signedIn(browser, cleo, WIDE);
  const second = await signedIn(browser, cleo, WIDE);
  await first.open('/compose?seeds=31');
  await second.open('/compose?seeds=32');
  await saving(first.page, 'a bird');
  await saving(second.page, 'a cat');
  await saving(first.page, 'a boat');
  const third = await signedIn(browser, cleo, WIDE);
  await third.open('/compose');
  await look(third.page.getByLabel('Prompt')).toHaveValue('a boat');
  for (const { context } of [first, second, third]) await context.close();
});

test('the whole board works by the keyboard alone', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  const press = (key: string) => page.keyboard.press(key);
  await open('/compose?steps=2&seeds=41');
  // The board hears keys once its tokens are there.
  await look(page.getByRole('button', { name: /^Place .* as color/ }).first()).toBeVisible();
  await press('2');
  await look(page.getByRole('button', { name: /^Place .* as style/ }).first()).toBeFocused();
  await press('Enter');
  await look(slot(page, 'Style')).toContainText(/Striped cat|Red house/);
  await press(']');
  await look(slot(page, 'Style').getByRole('slider')).toHaveValue('1.1');
  await press('m');
  await look(page.getByRole('button', { name: 'Unmute style' })).toBeVisible();
  await press('m');
  await press('Control+Enter');
  await look(picture(page, 'Seed 41')).toBeVisible();
  await press('[');
  await press('Control+z');
  await press('Control+Shift+Z');
  await press('Control+Enter');
  await look(picture(page, 'Seed 41')).toHaveCount(2);
  await press('c');
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  await look(dialog.getByRole('slider')).toBeVisible();
  await press('Escape');
  await look(dialog).toBeHidden();
  await press('g');
  await look(slot(page, 'Style')).toContainText('1 token');
  await press('?');
  await look(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await press('Escape');
  // What has the focus is seen, everywhere on the way through the page.
  await page.locator('body').press('Tab');
  for (let step = 0; step < 30; step++) {
    await press('Tab');
    const outline = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return 'none of the page';
      const outlined = [focused, focused.parentElement!].map((each) => getComputedStyle(each).outlineStyle);
      return outlined.some((style) => style !== 'none') ? 'seen' : focused.outerHTML;
    });
    expect(['seen', 'none of the page']).toContain(outline);
  }
  expect(complaints).toEqual([]);
  await context.close();
});

test('the whole board works by touch', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, PHONE);
  await open('/compose?steps=2&seeds=51,52');
  await page.getByRole('button', { name: 'Swap color over several tokens' }).tap();
  await slot(page, 'Color').getByRole('button', { name: 'Add a token to try as color' }).tap();
  const tray = page.getByRole('dialog', { name: 'Tokens' });
  await tray.getByRole('button', { name: 'Try Striped cat as color' }).tap();
  await tray.getByRole('button', { name: 'Try Red house as color' }).tap();
  await tray.getByRole('button', { name: 'Close' }).tap();
  await page.getByRole('button', { name: 'Compose 4 pictures' }).tap();
  const grid = results(page).getByRole('listitem').filter({ hasText: 'Color over 2 tokens, 2 seeds' }).first();
  await look(grid.getByRole('img', { name: /^Seed 5[12]$/ })).toHaveCount(4);
  await grid.getByRole('button', { name: 'Compare seed 51' }).first().tap();
  await grid.getByRole('button', { name: 'Compare seed 51' }).last().tap();
  await page.getByRole('button', { name: 'Compare, 2 of 2' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Compare' });
  const share = dialog.getByRole('slider');
  const box = (await share.boundingBox())!;
  await page.touchscreen.tap(box.x + box.width * 0.25, box.y + box.height / 2);
  await look(share).not.toHaveValue('50');
  // Nothing is wider than the screen.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the board is as it was left: at once, by a link, and by the browser’s way back', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  await open('/compose?prompt=first');
  await look(page.getByRole('button', { name: 'Place Striped cat as color' })).toBeVisible();
  const kept = page.waitForResponse((response) => (response.request().postData() ?? '').includes('second'));
  await page.getByLabel('Prompt').fill('second');
  await page.getByRole('link', { name: 'Library' }).first().click();
  await kept;
  await page.waitForURL('**/library');
  await page.getByRole('link', { name: 'Compose' }).first().click();
  await look(page.getByLabel('Prompt')).toHaveValue('second');
  await page.getByLabel('Prompt').fill('third');
  await look(page).toHaveURL((url) => url.searchParams.get('prompt') === 'third');
  await page.getByRole('link', { name: 'Library' }).first().click();
  await page.waitForURL('**/library');
  await page.goBack();
  await look(page.getByLabel('Prompt')).toHaveValue('third');
  await look(page).toHaveURL((url) => url.searchParams.get('prompt') === 'third');
  expect(complaints).toEqual([]);
  await context.close();
});

test('what is composed by keys has the seeds that stand in their field; what is no seed gives its place to what was there', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  await open('/compose?steps=2&seeds=96&prompt=a+cat');
  const seeds = page.getByRole('textbox', { name: 'Seeds' });
  await seeds.fill('97, 98');
  await seeds.press('Control+Enter');
  await look(picture(page, 'Seed 97')).toBeVisible();
  await look(picture(page, 'Seed 98')).toBeVisible();
  await look(picture(page, 'Seed 96')).toHaveCount(0);
  await seeds.fill('none');
  await seeds.press('Tab');
  await look(seeds).toHaveValue('97, 98');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a prompt that has no place for a token says so before anything is drawn, and takes it', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  await open('/compose?steps=2&seeds=95&prompt=a+castle');
  await page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  const drawn = await results(page).getByRole('listitem').count();
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  const objection = page.getByRole('main').getByRole('alert');
  await look(objection).toHaveText('{color} is on the board, and the prompt does not say where.');
  expect(await faultsOf(page)).toEqual([]);
  expect(await results(page).getByRole('listitem').count()).toBe(drawn);
  await page.getByRole('button', { name: 'Put in at the end' }).click();
  await look(objection).toBeHidden();
  await look(page.getByLabel('Prompt')).toHaveValue('a castle {color}');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(picture(page, 'Seed 95')).toBeVisible();
  await page.getByLabel('Prompt').fill('a {color} {colour}');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(objection).toContainText('{colour} in the prompt has neither a token nor a word');
  // A slider after the prompt is undone alone.
  await slot(page, 'Color').getByRole('slider').fill('0.5');
  await page.getByRole('button', { name: 'Undo' }).click();
  await look(slot(page, 'Color').getByRole('slider')).toHaveValue('1');
  await look(page.getByLabel('Prompt')).toHaveValue('a {color} {colour}');
  expect(complaints).toEqual([]);
  await context.close();
});

test('without a network a link leads nowhere, and what is on the page stays; it leads on once there is one', async () => {
  const { page, context, open } = await signedIn(browser, cleo, WIDE);
  await open('/compose?prompt=first');
  await look(page.getByRole('button', { name: 'Place Striped cat as color' })).toBeVisible();
  await context.setOffline(true);
  await look(page.getByText(/^You are offline/)).toBeVisible();
  await page.getByLabel('Prompt').fill('on a train');
  await page.getByRole('link', { name: 'Library' }).first().click();
  await look(page.getByLabel('Prompt')).toHaveValue('on a train');
  await context.setOffline(false);
  await look(page.getByText(/^You are offline/)).toBeHidden();
  await page.getByRole('link', { name: 'Library' }).first().click();
  await page.waitForURL('**/library');
  await context.close();
});
