import { createLibrary, importTokens } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, type Visitor } from './browser.ts';
import { catsFile } from './cats.ts';
import { faultsOf } from './faults.ts';

let browser: Browser;
let cats: Blob;
beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await openBrowser();
  cats = new Blob([await catsFile()]);
});
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const card = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const shows = (page: Page, count: string) => look(page.getByText(count, { exact: true })).toBeVisible();
const said = (page: Page, text: string) => look(page.getByText(text, { exact: true })).toBeVisible();

interface Shelf extends Visitor {
  /** Addresses of the libraries First, in which the four tokens are, and Second. */
  readonly first: string;
  readonly second: string;
}

const pathOf = (libraryId: string): string => `/library?library=${encodeURIComponent(libraryId)}`;

/** Somebody with two libraries. @param alsoIn whether the second has tokens of the same names */
async function shelf(options?: BrowserContextOptions, { alsoIn = false } = {}): Promise<Shelf> {
  const person = await newcomer(inject('apiUrl'));
  const [first, second] = [
    await createLibrary(person.client, { name: 'First', visibility: 'ORGANIZATION' }),
    await createLibrary(person.client, { name: 'Second', visibility: 'PRIVATE' }),
  ];
  for (const libraryId of alsoIn ? [first, second] : [first])
    await importTokens(person.client, { body: cats }, { libraryId, name: 'cats' });
  await person.client.close();
  return { ...(await signedIn(browser, person, options)), first: pathOf(first), second: pathOf(second) };
}

/** Takes something by the pointer, and moves it a little. */
async function take(page: Page, from: Locator): Promise<void> {
  await from.hover();
  await page.mouse.down();
  const { x, y } = (await from.boundingBox())!;
  await page.mouse.move(x + 20, y + 20, { steps: 4 });
}

/** Lets go of what was taken, over what is there only while something is dragged. */
async function drop(page: Page, onto: Locator): Promise<void> {
  await look(onto).toBeVisible();
  await onto.hover();
  await page.mouse.move((await onto.boundingBox())!.x + 30, (await onto.boundingBox())!.y + 20, { steps: 4 });
  await page.mouse.up();
}

async function drag(page: Page, from: Locator, onto: Locator): Promise<void> {
  await take(page, from);
  await drop(page, onto);
}

/** Goes by the Tab key to something near. */
async function tabTo(page: Page, what: Locator): Promise<void> {
  await look(what).toBeVisible();
  for (let presses = 0; presses < 6; presses++) {
    if (await what.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await look(what).toBeFocused();
}

test('a token is dragged into another library, is gone from the list at once, and comes back by undo', async () => {
  const { page, context, open, first, complaints } = await shelf();
  await open(first);
  await shows(page, '4 tokens');
  // The answer is held back: what is seen until then is the page's own doing.
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('moveTokens')) await answered;
    await route.continue();
  });
  await drag(page, card(page, 'cats, Style'), page.getByRole('listitem').filter({ hasText: /^Second$/ }));
  await look(card(page, 'cats, Style')).toBeHidden();
  await shows(page, '3 tokens');
  answer();
  await said(page, '1 token moved.');
  await shows(page, '3 tokens');
  await page.getByRole('button', { name: 'Undo' }).click();
  await said(page, '1 token back where they were.');
  await look(card(page, 'cats, Style')).toBeVisible();
  await shows(page, '4 tokens');
  expect(complaints).toEqual([]);
  await context.close();
});

test.each([
  ['lets tokens be dragged', 'application/vnd.pdnd'],
  // A class that it alone names.
  ['takes what is dragged', 'max-h-[45dvh]'],
])('a drag that begins before the script is there that %s goes on when it comes', async (_what, script) => {
  const { page, context, open, first, complaints } = await shelf();
  const { promise: comes, resolve: come } = Promise.withResolvers<void>();
  let isHeld = false;
  await page.route('**/_next/static/**/*.js', async (route) => {
    const answer = await route.fetch();
    if ((await answer.text()).includes(script)) {
      isHeld = true;
      await comes;
    }
    await route.fulfill({ response: answer });
  });
  await open(first);
  await shows(page, '4 tokens');
  await expect.poll(() => isHeld).toBe(true);
  await take(page, card(page, 'cats, Style'));
  come();
  await drop(page, page.getByRole('listitem').filter({ hasText: /^Second$/ }));
  await said(page, '1 token moved.');
  await shows(page, '3 tokens');
  expect(complaints).toEqual([]);
  await context.close();
});

test('one of those that are selected brings the others along', async () => {
  const { page, context, open, first, second, complaints } = await shelf();
  await open(first);
  for (const name of ['Style', 'Object', 'Color'])
    await page.getByRole('checkbox', { name: `Select cats, ${name}` }).check();
  await drag(page, card(page, 'cats, Object'), page.getByRole('listitem').filter({ hasText: /^Second$/ }));
  await said(page, '3 tokens moved.');
  await look(page.getByRole('toolbar', { name: 'What is selected' })).toBeHidden();
  await shows(page, '1 token');
  await open(second);
  await shows(page, '3 tokens');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a token that the API leaves where it is comes back into the list, and why is said', async () => {
  const { page, context, open, first, complaints } = await shelf({}, { alsoIn: true });
  await open(first);
  await shows(page, '4 tokens');
  await drag(page, card(page, 'cats, Style'), page.getByRole('listitem').filter({ hasText: /^Second$/ }));
  await look(page.getByText(/^1 token left as before\. cats: .*name/)).toBeVisible();
  await look(card(page, 'cats, Style')).toBeVisible();
  await shows(page, '4 tokens');
  expect(complaints).toEqual([]);
  await context.close();
});

test('tokens are moved and brought back by keys alone', async () => {
  const { page, context, open, first, complaints } = await shelf();
  await open(first);
  await page.getByRole('checkbox', { name: 'Select cats, Style' }).focus();
  await page.keyboard.press('Space');
  const bar = page.getByRole('toolbar', { name: 'What is selected' });
  await bar.getByRole('button', { name: 'Move' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Move 1 token' });
  await tabTo(page, dialog.getByLabel('Into'));
  await page.keyboard.type('Second');
  await tabTo(page, dialog.getByRole('button', { name: 'Move' }));
  await page.keyboard.press('Enter');
  await said(page, '1 token moved.');
  await shows(page, '3 tokens');
  // By F6, as toasts say of themselves.
  await page.keyboard.press('F6');
  await tabTo(page, page.getByRole('button', { name: 'Undo' }));
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await shows(page, '4 tokens');
  expect(complaints).toEqual([]);
  await context.close();
});

test('tokens are moved by touch', async () => {
  const { page, context, open, first, complaints } = await shelf({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await open(first);
  await page.getByRole('button', { name: 'Select', exact: true }).tap();
  await card(page, 'cats, Style').tap();
  await page.getByRole('toolbar', { name: 'What is selected' }).getByRole('button', { name: 'Move' }).tap();
  const dialog = page.getByRole('dialog', { name: 'Move 1 token' });
  await dialog.getByLabel('Into').selectOption('Second');
  await dialog.getByRole('button', { name: 'Move' }).tap();
  await said(page, '1 token moved.');
  await page.getByRole('button', { name: 'Undo' }).tap();
  await shows(page, '4 tokens');
  expect(complaints).toEqual([]);
  await context.close();
});
