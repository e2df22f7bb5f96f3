import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, hydrated, look, openBrowser, signedIn, visit } from './browser.ts';

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

test('a session that is over leads to the form, and from there back to where one was', async () => {
  const { page, context, open } = await signedIn(browser, ada);
  await open('/library');
  // By the keyboard, which waits for nothing: the page may notice by itself, and go, at any moment.
  await page.getByRole('button', { name: 'Layout', exact: true }).focus();
  await context.clearCookies({ name: /session_token/ });
  await page.keyboard.press('Enter');
  await look(page.getByText('You were signed out')).toBeVisible();
  await page.getByLabel('E-mail').fill(ada.email);
  await page.getByLabel('Password').fill(ada.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/library?attribute=layout');
  await look(page.getByText('1 token', { exact: true })).toBeVisible();
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
