import { createLibrary, importTokens, TypedDocumentString } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { catsFile } from './cats.ts';
import { faultsOf } from './faults.ts';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';

const ada = inject('ada');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('the first paint is rendered by the server: the tokens are in its answer, under a policy without unsafe-inline', async () => {
  const { context } = await signedIn(browser, ada);
  const response = await context.request.get('/library');
  expect((await response.text()).match(/<article/g)).toHaveLength(4);
  const policy = response.headers()['content-security-policy']!;
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
  expect(policy).not.toContain('unsafe');
  await context.close();
});

test('filters are in the address, and narrow the list', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada);
  await open('/library');
  await look(page.getByText('4 tokens')).toBeVisible();
  await page.getByRole('button', { name: 'Object', exact: true }).click();
  await look(page.getByText('1 token', { exact: true })).toBeVisible();
  await look(page).toHaveURL((url) => url.searchParams.get('attribute') === 'object');
  await page.getByRole('searchbox').fill('nothing is called this');
  await look(page.getByText('Nothing matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await look(page.getByText('4 tokens')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a token says where it comes from, what it brings along and its colours; the address names it, and Escape closes it', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada);
  await open('/library');
  await page.getByRole('button', { name: 'Striped cat, Color' }).click();
  const drawer = page.getByRole('dialog');
  await look(drawer.getByRole('img', { name: 'cat' })).toBeVisible();
  // A row for each token, a column for each attribute.
  await look(drawer.getByRole('table').getByRole('row')).toHaveCount(5);
  await look(drawer.getByText(/^It brings/)).toBeVisible();
  await look(drawer.getByRole('listitem').first()).toContainText(/#[0-9a-f]{6}/i);
  await page.reload();
  await look(drawer.getByRole('heading', { name: 'Striped cat' })).toBeVisible();
  await page.keyboard.press('Escape');
  await look(drawer).toBeHidden();
  await look(page).toHaveURL((url) => url.search === '');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a favorite stays one', async () => {
  const { page, context, open } = await signedIn(browser, ada);
  await open('/library');
  await page.getByRole('button', { name: 'Striped cat, Style' }).click();
  await page.getByRole('button', { name: 'Add to favorites' }).click();
  await look(page.getByRole('button', { name: 'Remove from favorites' })).toBeVisible();
  await open('/library?favorites=1');
  await look(page.getByText('1 token', { exact: true })).toBeVisible();
  await context.close();
});

const TAG = new TypedDocumentString<unknown, { tokenIds: readonly string[] }>(
  `mutation ($tokenIds: [ID!]!) { tagTokens(tokenIds: $tokenIds, add: ["autumn"]) { __typename } }`,
);

test('a tag of a token leads to all that have it, and the list is narrowed to what one has made', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  const libraryId = await createLibrary(client, { name: 'Mine', visibility: 'ORGANIZATION' });
  const cats = await importTokens(client, { body: new Blob([await catsFile()]) }, { libraryId, name: 'Kept' });
  await client.run(TAG, { tokenIds: cats.slice(0, 2).map(({ id }) => id) });
  await client.close();
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open(`/library?token=${encodeURIComponent(cats[0]!.id)}`);
  await page.getByRole('dialog').getByRole('link', { name: 'autumn' }).click();
  await look(page.getByText('2 tokens', { exact: true })).toBeVisible();
  await look(page).toHaveURL((url) => url.search === '?tag=autumn');
  await page.getByRole('button', { name: 'Tag: autumn' }).click();
  await look(page.getByText(`${cats.length} tokens`, { exact: true })).toBeVisible();
  await page.getByLabel('Maker').selectOption('By me');
  await look(page.getByText(`${cats.length} tokens`, { exact: true })).toBeVisible();
  await look(page).toHaveURL((url) => url.search === '?mine=1');
  expect(complaints).toEqual([]);
  await context.close();
});

test('the browser’s way back closes a token and stays in the library, and so does its cross', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada);
  await open('/runs');
  await page.getByRole('link', { name: 'Library' }).first().click();
  await page.getByRole('button', { name: 'Color', exact: true }).click();
  const drawer = page.getByRole('dialog');
  const isClosed = async (): Promise<void> => {
    await look(drawer).toBeHidden();
    await look(page).toHaveURL((url) => url.pathname === '/library' && url.search === '?attribute=color');
  };
  await page.getByRole('button', { name: 'Striped cat, Color' }).click();
  await look(drawer.getByRole('heading', { name: 'Striped cat' })).toBeVisible();
  await page.goBack();
  await isClosed();
  await page.getByRole('button', { name: 'Striped cat, Color' }).click();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await isClosed();
  await page.goBack();
  await page.waitForURL('**/runs');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a token is named anew, with notes and tags; the search finds them, and another browser has them without a reload', async () => {
  const person = await newcomer(inject('apiUrl'));
  const libraryId = await createLibrary(person.client, { name: 'Cats', visibility: 'ORGANIZATION' });
  await importTokens(person.client, { body: new Blob([await catsFile()]) }, { libraryId, name: 'cats' });
  await person.client.close();
  const elsewhere = await signedIn(browser, person);
  await elsewhere.open('/library');
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/library');
  await page.getByRole('main').getByRole('article').getByRole('button').first().click();
  const drawer = page.getByRole('dialog', { name: 'Token' });
  await drawer.getByRole('button', { name: 'Change name, notes and tags' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change name, notes and tags' });
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByLabel('Name').fill('Dusk 🦊 مرحبا');
  await dialog.getByLabel('Notes').fill('Only for\nposters');
  await dialog.getByLabel('Tags').fill('warm, poster');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await look(drawer.getByRole('heading', { name: 'Dusk 🦊 مرحبا' })).toBeVisible();
  await look(drawer.getByText('Only for')).toBeVisible();
  await look(drawer.getByRole('link', { name: 'poster' })).toBeVisible();
  await look(elsewhere.page.getByRole('button', { name: /^Dusk 🦊/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill('posters');
  await look(page.getByText('1 token', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
  await elsewhere.context.close();
});
