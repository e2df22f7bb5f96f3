import { createOrganization } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, hydrated, look, openBrowser, signedIn, visit } from './browser.ts';
import { faultsOf } from './faults.ts';
import { give, given } from './give.ts';
import { references } from './references.ts';

const ada = inject('ada');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('a page of somebody who is not signed in leads to the form, says what is wrong, and leads back', async () => {
  const { page, context, open, complaints } = await visit(browser);
  await open('/library?attribute=style');
  await look(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await look(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/library?attribute=style');
  await look(page.getByRole('heading', { name: 'Library' })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('before its script has taken over, the form keeps the password out of the address', async () => {
  const { page, context } = await visit(browser, { javaScriptEnabled: false });
  await page.goto('/sign-in');
  look(await page.locator('form').getAttribute('method')).toBe('post');
  await look(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  await context.close();
});

test('signing in leads to no other site', async () => {
  const { page, context, open } = await visit(browser);
  await open('/sign-in?next=https://example.org/');
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await look(page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  expect(new URL(page.url()).origin).toBe(inject('webUrl'));
  await context.close();
});

test('another organisation has its own library, and the next session begins there', async () => {
  const { page, context, open } = await signedIn(browser, ada);
  await open('/library');
  await look(page.getByRole('button', { name: 'Striped cat, Color' })).toBeVisible();
  await page.getByRole('button', { name: /switch organisation/ }).click();
  await page.getByRole('menuitemradio', { name: 'The Team' }).click();
  await page.waitForURL('**/');
  await look(page.getByRole('button', { name: /^The Team/ })).toBeVisible();
  await look(page.getByText('Start with a picture')).toBeVisible();
  await context.clearCookies({ name: 'facet-organization' });
  await open('/library');
  await look(page.getByText('No tokens yet')).toBeVisible();
  await context.close();
});

test('two tabs with two organisations stay what they are', async () => {
  const { page, context, open } = await signedIn(browser, ada);
  await open('/library');
  const other = await context.newPage();
  await other.goto('/');
  await hydrated(other);
  await other.getByRole('button', { name: /switch organisation/ }).click();
  await other.getByRole('menuitemradio', { name: 'The Team' }).click();
  await look(other.getByRole('button', { name: /^The Team/ })).toBeVisible();
  // What this tab asks of the API is of the organisation that it shows, whatever the other one has switched to.
  await page.getByRole('button', { name: 'Style', exact: true }).click();
  await look(page.getByText('1 token', { exact: true })).toBeVisible();
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await page.reload();
  await look(page.getByRole('button', { name: 'Striped cat, Style' })).toBeVisible();
  await context.close();
});

test('a session that is over asks for the password over the page; nothing of the page is lost, and what was asked for is done', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person, {
    viewport: { width: 1440, height: 900 },
  });
  const question = page.getByRole('dialog', { name: 'Sign in again' });
  const signInAgain = async (): Promise<void> => {
    await look(question).toContainText('You were signed out');
    await question.getByLabel('Password').fill('not the password');
    await question.getByRole('button', { name: 'Sign in', exact: true }).click();
    await look(question.getByRole('alert')).toContainText('not right');
    await question.getByLabel('Password').fill(person.password);
    await question.getByRole('button', { name: 'Sign in', exact: true }).click();
    await look(question).toBeHidden();
  };
  const end = () => context.clearCookies({ name: /session_token/ });

  // A form in a dialog, half-filled: sending it is what is refused, and what is done afterwards.
  await open('/library');
  await page.getByRole('button', { name: 'New library' }).click();
  const dialog = page.getByRole('dialog', { name: 'New library' });
  await dialog.getByLabel('Name').fill('Half-filled');
  await dialog.getByLabel('Who sees it').selectOption('Only me');
  await end();
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await look(question).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await signInAgain();
  await look(page.getByRole('region', { name: 'Half-filled' })).toContainText('Only you see it.');

  // Pictures that were chosen, and what was written beside them.
  await open('/runs/new');
  await give(page, 'drop', [given('first.png', 'image/png', await readFile(references.cat))]);
  const row = page.getByRole('listitem', { name: 'first.png' });
  await look(row).toContainText('Ready');
  await row.getByLabel('Name of the tokens').fill('Kept name');
  await end();
  await give(page, 'drop', [given('second.png', 'image/png', await readFile(references.bird))]);
  await signInAgain();
  await look(page.getByRole('listitem', { name: 'second.png' })).toContainText('Ready');
  await look(row.getByLabel('Name of the tokens')).toHaveValue('Kept name');

  // A board; the session is ended elsewhere, and the page notices by itself.
  await open('/compose');
  await page.getByLabel('Prompt').fill('a half-written');
  const elsewhere = await signedIn(browser, person);
  await elsewhere.open('/settings');
  await elsewhere.page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await look(question).toBeVisible();
  await look(page.getByLabel('Prompt')).toHaveValue('a half-written');
  await signInAgain();
  await page.getByLabel('Prompt').fill('a half-written prompt');
  await elsewhere.context.close();

  // Two tabs: where one has signed in, the other goes on.
  await open('/library?library=');
  const other = await context.newPage();
  await other.goto('/library?library=');
  await hydrated(other);
  await end();
  await other.getByRole('searchbox').fill('bird');
  await look(other.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
  await page.bringToFront();
  // It may have noticed by itself and ask already, which hides the page behind.
  await page.locator('input[type=search]').fill('cat');
  await signInAgain();
  await other.bringToFront();
  await other.evaluate(() => window.dispatchEvent(new Event('focus')));
  await look(other.getByRole('dialog', { name: 'Sign in again' })).toBeHidden();
  expect(complaints).toEqual([]);
  await context.close();
});

test('an organisation that one is no member of is forgotten, and the page is shown all the same', async () => {
  const { page, context, open } = await signedIn(browser, {
    ...ada,
    organizationId: ada.teamId.replace(/.{6}$/, 'AAAAAA'),
  });
  await open('/settings');
  await look(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await context.close();
});

test('sessions elsewhere are listed, and ended', async () => {
  const elsewhere = await signedIn(browser, ada);
  const { page, context, open } = await signedIn(browser, ada);
  await open('/settings');
  await look(page.getByText('This device')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await look(page.getByRole('button', { name: 'Sign out everywhere else' })).toBeHidden();
  await elsewhere.open('/library');
  await look(elsewhere.page).toHaveURL(/\/sign-in/);
  await elsewhere.context.close();
  await context.close();
});

test('somebody changes their name, which stands around the page; and deletes the account, teams that nobody else owns only where that is said', async () => {
  const person = await newcomer(inject('apiUrl'));
  await createOrganization(person.client, { name: 'Only mine', slug: 'only-mine' });
  await person.client.close();
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/settings');
  await page.getByLabel('Your name').fill('Nora Ünlü 🎨');
  await page.getByRole('button', { name: 'Change name' }).click();
  await look(page.getByRole('button', { name: /^Account.*Nora Ünlü/ })).toBeVisible();

  await page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
  const remove = async (password: string, name: string): Promise<void> => {
    await dialog.getByLabel('Current password').fill(password);
    await dialog.getByRole('button', { name }).click();
  };
  await remove('not the password', 'Delete my account');
  await look(dialog.getByRole('alert')).toBeVisible();
  await remove(person.password, 'Delete my account');
  await look(dialog.getByRole('alert')).toContainText('Nobody else owns the teams below');
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByLabel('Delete Only mine, with everything in it').check();
  await remove(person.password, 'Delete my account and 1 team');
  await page.waitForURL('**/sign-up');
  await open('/sign-in');
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await look(page.getByRole('alert').filter({ hasText: 'not right' })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('whom the link has not reached has it sent again, or begins with another address', async () => {
  const { page, context, open, complaints } = await visit(browser);
  await open('/check-mail?email=nobody@example.org');
  await page.getByRole('button', { name: 'Send the link again' }).click();
  await look(page.getByText('Another link is on its way.')).toBeVisible();
  await page.getByRole('link', { name: 'Create account' }).click();
  await page.waitForURL('**/sign-up');
  expect(complaints).toEqual([]);
  await context.close();
});
