import { createLibrary } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser, Locator, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { startReceiver } from './receiver.ts';
import { references } from './references.ts';

const [ada, cleo, apiUrl] = [inject('ada'), inject('cleo'), inject('apiUrl')];
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

/** What was pressed may be gone, or wait for its answer: whoever does not see the page is somewhere in it all the same. */
async function isSomewhere(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
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
  // A busy machine's frames come late, and several keys before the next one.
  await page.evaluate(() => {
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => frame(() => setTimeout(() => callback(performance.now()), 100));
  });
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

test('a webhook is made, tried, seen to arrive, sent again, switched off and deleted by the keyboard alone; the focus is never lost', async () => {
  const { url, received, close } = await startReceiver();
  const { page, context, open, complaints } = await signedIn(browser, await newcomer(apiUrl), WIDE);
  const dialog = page.getByRole('dialog');
  const secret = page.getByRole('dialog', { name: 'The secret of this webhook' });
  await open('/developers/webhooks');
  await write(page, page.getByLabel('Address'), url);
  await press(page, page.getByLabel('A run has failed'), 'Space');
  await press(page, page.getByRole('button', { name: 'Add a webhook' }));
  await look(secret.locator('code')).toContainText('whsec_');
  await page.keyboard.press('Escape');
  await look(secret).toBeHidden();
  await isSomewhere(page);

  await press(page, page.getByRole('link', { name: url }));
  await page.waitForURL('**/developers/webhooks/*');
  await look(page.getByLabel('A run has failed')).toBeChecked();
  await press(page, page.getByRole('button', { name: 'Send a test' }));
  await look(page.getByText('Arrived')).toBeVisible();
  await look(page.getByRole('button', { name: 'Send a test' })).toBeFocused();
  await press(page, page.getByRole('button', { name: 'Send again' }));
  await look(page.getByText(/2 attempts/)).toBeVisible();
  await isSomewhere(page);
  expect(received).toHaveLength(2);

  await press(page, page.getByRole('button', { name: 'New secret' }));
  await press(page, dialog.getByRole('button', { name: 'New secret' }));
  await look(secret.locator('code')).toContainText('whsec_');
  await page.keyboard.press('Escape');
  await look(secret).toBeHidden();
  await look(page.getByRole('button', { name: 'New secret' })).toBeFocused();

  await press(page, page.getByRole('button', { name: 'Switch off' }));
  await look(page.getByRole('button', { name: 'Switch on' })).toBeFocused();
  await press(page, page.getByRole('button', { name: 'Delete', exact: true }));
  await press(page, dialog.getByRole('button', { name: 'Delete' }));
  await look(page.getByText('No webhook yet.')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
  close();
});

test('somebody who is invited accepts, is given another role and is removed by the keyboard alone; the focus is never lost', async () => {
  const [owner, guest] = [await newcomer(apiUrl), await newcomer(apiUrl)];
  const { page, context, open, complaints } = await signedIn(browser, owner, WIDE);
  await open('/team');
  await write(page, page.getByLabel('E-mail'), guest.email);
  await page.keyboard.press('Enter');
  const link = (await page.getByText(/\/invitations\//).textContent())!;
  const other = await signedIn(browser, guest, WIDE);
  await other.open(link);
  await press(other.page, other.page.getByRole('button', { name: 'Accept' }));
  await look(other.page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  await other.open('/team');

  const row = page.getByRole('listitem').filter({ hasText: guest.email });
  const role = row.getByLabel('Role of');
  await reach(page, role);
  const asked: string[] = [];
  page.on('request', (request) => {
    const body = request.postData() ?? '';
    if (body.includes('changeMemberRole')) asked.push(body);
  });
  // Past the viewer and back: neither is chosen, nor is the admin before that is said.
  await page.keyboard.press('ArrowDown');
  await look(role).toHaveValue('VIEWER');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await look(role).toHaveValue('ADMIN');
  expect(asked).toEqual([]);
  await page.keyboard.press('Enter');
  await look(page.getByText(/is admin now/i).first()).toBeVisible();
  expect(asked).toHaveLength(1);
  await look(role).toHaveValue('ADMIN');
  await look(role).toBeFocused();
  // Who has the role sees what it may at once.
  await look(other.page.getByRole('heading', { name: 'Invite somebody' })).toBeVisible();

  await press(page, row.getByRole('button', { name: 'Remove' }));
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Remove' }));
  await look(page.getByText('1 person')).toBeVisible();
  await look(page.getByRole('dialog', { name: /^Remove/ })).toBeHidden();
  await isSomewhere(page);
  expect([...complaints, ...other.complaints]).toEqual([]);
  await other.context.close();
  await context.close();
});

test('a picture is given a public link, which says what it is to say, and the link is ended by the keyboard alone; the focus is never lost', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  await open('/compose?steps=2&seeds=92');
  await press(page, page.getByRole('button', { name: 'Place Red house as color' }));
  await page.keyboard.press('Control+Enter');
  await press(
    page,
    page.getByRole('region', { name: 'Results' }).getByRole('button', { name: 'Open seed 92' }).first(),
  );
  const dialog = page.getByRole('dialog', { name: 'Seed 92' });
  const link = dialog.getByRole('region', { name: 'Public link' });
  await press(page, link.getByRole('button', { name: 'Make a public link' }));
  const url = (await link.locator('code').textContent())!;
  // The press goes on where the link can be taken, and not where the same key would end it.
  await look(link.getByRole('button', { name: 'Copy the link' })).toBeFocused();
  await press(page, link.getByRole('checkbox', { name: 'Say how it was drawn' }), 'Space');
  await look(link.getByRole('checkbox', { name: 'Say how it was drawn' })).toBeChecked();
  await look(link.getByRole('checkbox', { name: 'Say how it was drawn' })).toBeFocused();
  const stranger = await visit(browser);
  expect((await stranger.page.goto(url))!.status()).toBe(200);
  await look(stranger.page.getByRole('heading', { name: 'How it was drawn' })).toBeVisible();

  await press(page, link.getByRole('button', { name: 'End the link' }));
  await look(link.getByRole('button', { name: 'Make a public link' })).toBeFocused();
  expect((await stranger.page.reload())!.status()).toBe(404);
  await page.keyboard.press('Escape');
  await look(dialog).toBeHidden();
  await isSomewhere(page);
  expect([...complaints, ...stranger.complaints]).toEqual([]);
  await stranger.context.close();
  await context.close();
});
