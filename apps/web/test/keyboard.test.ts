import { createLibrary } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser, Locator, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { references } from './references.ts';

const [ada, apiUrl] = [inject('ada'), inject('apiUrl')];
const WIDE = { viewport: { width: 1440, height: 900 } };
/** More than any page has on the way to what is looked for. */
const MOST_STEPS = 150;
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

/** Goes on with the Tab key alone until it is there: nothing is focused by a script, so what no key leads to is not found. */
async function reach(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let step = 0; step < MOST_STEPS; step++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not lead to ${String(wanted)}.`);
}

async function press(page: Page, wanted: Locator, key = 'Enter'): Promise<void> {
  await reach(page, wanted);
  await page.keyboard.press(key);
}

async function write(page: Page, wanted: Locator, text: string): Promise<void> {
  await reach(page, wanted);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

test('signing in, and the way past the navigation, by the keyboard alone', async () => {
  const { page, context, open, complaints } = await visit(browser, WIDE);
  await open('/sign-in?next=/library');
  await write(page, page.getByLabel('E-mail'), ada.email);
  await write(page, page.getByLabel('Password'), ada.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/library');
  await look(page.getByText(/^\d+ tokens$/).first()).toBeVisible();
  await page.waitForFunction(() => document.documentElement.dataset['hydrated'] !== undefined);
  await press(page, page.getByRole('link', { name: 'Skip to the content' }));
  await look(page.locator('#content')).toBeFocused();
  // What comes next is in the content, and no longer in the navigation.
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement!.closest('#content') !== null)).toBe(true);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a picture is chosen, taken apart, stopped and gone on with by the keyboard alone', async () => {
  const { page, context, open, complaints } = await signedIn(browser, await newcomer(apiUrl), WIDE);
  await open('/runs');
  await press(page, page.getByRole('main').getByRole('link', { name: 'New run' }).first());
  await page.waitForURL('**/runs/new');
  const chooser = page.waitForEvent('filechooser');
  await press(page, page.getByRole('button', { name: 'choose files' }));
  await (await chooser).setFiles(references.bird);
  const row = page.getByRole('listitem').filter({ has: page.getByLabel('Name of the tokens') });
  await look(row).toContainText('Ready');
  await write(page, row.getByLabel('Name of the tokens'), 'By keys');
  await write(page, row.getByLabel('What it shows'), 'bird');
  await press(page, page.getByText('More settings'));
  await write(page, page.getByLabel('Steps'), '400');
  await press(page, page.getByRole('button', { name: 'Start', exact: true }));
  await page.waitForURL('**/runs/*');
  await look(page.getByRole('heading', { name: 'By keys' })).toBeVisible();
  await press(page, page.getByRole('button', { name: 'Cancel the run' }));
  await press(page, page.getByRole('button', { name: 'Go on with it' }));
  await press(page, page.getByRole('button', { name: 'Cancel the run' }));
  await look(page.getByText('Cancelled', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('tokens are filtered, opened and left by the keyboard alone; the focus stays in what is open, and goes back to where it came from', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada, WIDE);
  await open('/library');
  await press(page, page.getByRole('button', { name: 'Style', exact: true }));
  await look(page.getByText('1 token', { exact: true })).toBeVisible();
  const card = page.getByRole('button', { name: 'Striped cat, Style' });
  await press(page, card);
  const drawer = page.getByRole('dialog');
  await look(drawer.getByRole('heading', { name: 'Striped cat' })).toBeVisible();
  await look(page.locator('[role=dialog]:focus, [role=dialog] :focus')).toBeVisible();
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(
        () =>
          document.activeElement === document.body ||
          document.activeElement!.closest('[role=dialog],[data-base-ui-focus-guard]') !== null,
      ),
    ).toBe(true);
  }
  await page.keyboard.press('Escape');
  await look(drawer).toBeHidden();
  await look(card).toBeFocused();
  expect(complaints).toEqual([]);
  await context.close();
});

test('organisations are switched, somebody is invited and given another role, and a library shared, by the keyboard alone', async () => {
  const person = await newcomer(apiUrl);
  await createLibrary(person.client, { name: 'Shared by keys', visibility: 'ORGANIZATION' });
  const { page, context, open, complaints } = await signedIn(browser, person, WIDE);
  await open('/team');
  await write(page, page.getByLabel('E-mail'), 'by-keys@example.org');
  await reach(page, page.getByLabel('As'));
  await page.keyboard.type('Viewer');
  await press(page, page.getByRole('button', { name: 'Invite', exact: true }));
  await press(page, page.getByRole('button', { name: 'Take back the invitation of by-keys@example.org' }));
  await look(page.getByText('Nobody is invited at the moment.')).toBeVisible();
  await press(page, page.getByRole('main').getByRole('link', { name: 'Sharing' }));
  await page.waitForURL('**/team/sharing');
  await write(page, page.getByLabel('Short name of the other organisation'), 'no-such-team');
  await page.keyboard.press('Enter');
  await look(page.getByRole('main').getByRole('alert')).toContainText('No organisation has the short name');

  await press(page, page.getByRole('button', { name: /switch organisation/ }));
  await look(page.getByRole('menuitemradio').first()).toBeVisible();
  await page.keyboard.press('End');
  await look(page.getByRole('menuitem', { name: 'New team' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/new-team');
  await write(page, page.getByLabel('Name', { exact: true }), 'By keys');
  await write(page, page.getByLabel('Short name'), `keys-${Date.now()}`);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/team');
  await look(page.getByRole('button', { name: /^By keys/ })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('keys and webhooks are made and deleted, and a session ended, by the keyboard alone', async () => {
  const person = await newcomer(apiUrl);
  const elsewhere = await signedIn(browser, person);
  const { page, context, open, complaints } = await signedIn(browser, person, WIDE);
  await open('/developers/keys');
  await write(page, page.getByLabel('Name'), 'by keys');
  await press(page, page.getByRole('button', { name: 'Make a key' }));
  await look(page.getByRole('dialog').locator('code')).toContainText('facet_');
  await page.keyboard.press('Escape');
  await press(page, page.getByRole('button', { name: 'Delete the key by keys' }));
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Delete' }));
  await look(page.getByText('No key yet.')).toBeVisible();
  await press(page, page.getByRole('main').getByRole('link', { name: 'Webhooks' }));
  await page.waitForURL('**/developers/webhooks');
  await write(page, page.getByLabel('Address'), 'https://10.0.0.1/hook');
  await page.keyboard.press('Enter');
  await look(page.getByRole('main').getByRole('alert')).toContainText('public internet');
  await open('/settings');
  const ofProgram = page.getByRole('button', { name: 'Sign out there: Unknown device' });
  await look(ofProgram).toHaveCount(1);
  await press(page, ofProgram);
  await look(ofProgram).toHaveCount(0);
  expect(complaints).toEqual([]);
  await elsewhere.context.close();
  await context.close();
});
