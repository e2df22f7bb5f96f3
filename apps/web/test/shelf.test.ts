import { createLibrary } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser, Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, type Visitor } from './browser.ts';
import { catsFile } from './cats.ts';
import { faultsOf } from './faults.ts';
import { give, given } from './give.ts';

const apiUrl = inject('apiUrl');
let browser: Browser;
/** The four tokens of one picture, as Facet's own file. */
let cats: Buffer;
beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await openBrowser();
  cats = await catsFile();
});
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

/** A pickle that would run a program when Python opens it. */
const PICKLE = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'libs', 'inversion', 'test', 'golden', 'pickles', 'evil-system.bin'),
);

const drop = (page: Page, files: readonly { readonly name: string; readonly bytes: Buffer }[]): Promise<void> =>
  give(
    page,
    'drop',
    files.map(({ name, bytes }) => given(name, 'application/octet-stream', bytes)),
  );

/** Somebody with two libraries and the four tokens in the first. */
async function withTokens(): Promise<Visitor> {
  const person = await newcomer(apiUrl);
  await createLibrary(person.client, { name: 'First', visibility: 'ORGANIZATION' });
  const visitor = await signedIn(browser, person);
  await visitor.open('/library');
  await drop(visitor.page, [{ name: 'cats.safetensors', bytes: cats }]);
  await visitor.page.getByRole('button', { name: 'Import 1 file' }).click();
  await look(visitor.page.getByText('4 tokens imported')).toBeVisible();
  await visitor.page.keyboard.press('Escape');
  await look(visitor.page.getByText('4 tokens', { exact: true })).toBeVisible();
  await createLibrary(person.client, { name: 'Second', visibility: 'ORGANIZATION' });
  return visitor;
}

test('token files are dropped on the library; what is wrong with one is said in plain words; another browser has the tokens without a reload', async () => {
  const person = await newcomer(apiUrl);
  await createLibrary(person.client, { name: 'Mine', visibility: 'ORGANIZATION' });
  const elsewhere = await signedIn(browser, person);
  await elsewhere.open('/library');
  await look(elsewhere.page.getByText('No tokens yet')).toBeVisible();
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/library');
  await drop(page, [
    { name: 'cats.safetensors', bytes: cats },
    { name: 'broken.safetensors', bytes: cats.subarray(0, 3000) },
    { name: 'found.bin', bytes: PICKLE },
    { name: 'model.safetensors', bytes: Buffer.alloc(20_000_001) },
  ]);
  const row = (name: string) => page.getByRole('listitem', { name });
  await look(row('model.safetensors')).toContainText('Is it a whole model?');
  await row('found.bin').getByLabel('Plain word for it').fill('cat');
  await page.getByRole('button', { name: 'Import 3 files' }).click();
  await look(row('found.bin')).toContainText('Let the reader below read it');
  await row('found.bin').getByLabel('Read .pt and .bin').check();
  await page.getByRole('button', { name: 'Import 2 files' }).click();
  await look(row('cats.safetensors')).toContainText('4 tokens imported');
  await look(row('broken.safetensors')).toContainText('The file is damaged');
  await look(row('found.bin')).toContainText('It was not opened');
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await look(page.getByRole('button', { name: 'cats, Style' })).toBeVisible();
  await look(elsewhere.page.getByText('4 tokens', { exact: true })).toBeVisible();
  await look(elsewhere.page.getByRole('button', { name: 'cats, Style' })).toBeVisible();
  expect([...complaints, ...elsewhere.complaints]).toEqual([]);
  await elsewhere.context.close();
  await context.close();
});

test('tokens are chosen by keys and tagged, copied, moved and deleted; what is wrong with one is said of it and leaves the others alone', async () => {
  const { page, context, open, complaints } = await withTokens();
  const bar = page.getByRole('toolbar', { name: 'What is selected' });
  const dialog = page.getByRole('dialog');
  const into = async (name: string): Promise<void> => void (await dialog.getByLabel('Into').selectOption(name));

  await page.getByRole('checkbox', { name: 'Select cats, Style' }).focus();
  await page.keyboard.press('Space');
  await look(bar).toContainText('1 selected');
  expect(await faultsOf(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Tag' }).press('Enter');
  await dialog.getByLabel('Add').fill('warm, mine');
  await dialog.getByRole('button', { name: 'Tag' }).click();
  await look(page.getByText('1 token tagged.')).toBeVisible();
  await look(bar).toBeHidden();

  // A copy into the second library, and then the same once more: the name is taken there.
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  await bar.getByRole('button', { name: 'Select all that are shown' }).click();
  await bar.getByRole('button', { name: 'Copy' }).click();
  await into('Second');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await look(page.getByText('8 tokens', { exact: true })).toBeVisible();

  await open('/library?attribute=style&q=mine');
  await page.getByRole('checkbox', { name: 'Select cats, Style' }).first().check();
  await bar.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await look(page.getByText('1 token deleted.')).toBeVisible();

  await open('/library');
  await look(page.getByText('7 tokens', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Select', exact: true }).click();
  await bar.getByRole('button', { name: 'Select all that are shown' }).click();
  await bar.getByRole('button', { name: 'Move' }).click();
  await into('Second');
  await dialog.getByRole('button', { name: 'Move' }).click();
  const left = dialog.getByRole('alert');
  await look(left).toContainText('left as before');
  await look(left).toContainText('cats: ');
  await page.keyboard.press('Escape');
  await look(bar).toContainText(/[1-3] selected/);
  expect(complaints).toEqual([]);
  await context.close();
});

test('a token is exported for a tool, with the line by which that takes it; similar ones are beside it', async () => {
  const { page, context, complaints } = await withTokens();
  await page.getByRole('button', { name: 'cats, Color' }).click();
  await look(page.getByText('There is none of the same kind and model.')).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export 1 token' });
  await dialog.getByText('AUTOMATIC1111').click();
  await dialog.getByRole('button', { name: 'Make the files' }).click();
  await look(dialog.getByRole('link', { name: 'Download cats-color.safetensors' })).toBeVisible();
  await look(dialog.getByText('a drawing, cats-color', { exact: true })).toBeVisible();
  await dialog.getByText('diffusers, with facet-tokens').click();
  await dialog.getByRole('button', { name: 'Make the files' }).click();
  await look(dialog.getByText('tokens = facet_tokens.load("cats.safetensors")')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'Download cats.safetensors' }).click();
  const bytes = readFileSync(await (await download).path());
  expect(bytes.subarray(8, 200).toString()).toContain('facet');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a file can be imported once it is known into what, and not before', async () => {
  const person = await newcomer(apiUrl);
  await createLibrary(person.client, { name: 'Mine', visibility: 'ORGANIZATION' });
  const { page, context, open, complaints } = await signedIn(browser, person);
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('OwnLibraries')) await answered;
    await route.continue();
  });
  await open('/library');
  await drop(page, [{ name: 'cats.safetensors', bytes: cats }]);
  const start = page.getByRole('button', { name: 'Import 1 file' });
  await look(start).toBeDisabled();
  answer();
  await start.click();
  await look(page.getByText('4 tokens imported')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a library is made, says who sees it, is changed, and deleted with what is in it', async () => {
  const { page, context, complaints } = await withTokens();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New library' }).click();
  await dialog.getByLabel('Name').fill('Sketches');
  await dialog.getByLabel('Who sees it').selectOption('Only me');
  await dialog.getByRole('button', { name: 'Make it' }).click();
  const head = page.getByRole('region', { name: 'Sketches' });
  await look(head).toContainText('Only you see it.');
  expect(await faultsOf(page)).toEqual([]);
  await head.getByRole('button', { name: 'Change' }).click();
  await dialog.getByLabel('Who sees it').selectOption('Everybody here');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await look(head).toContainText('Everybody in');
  await head.getByRole('button', { name: 'Share' }).click();
  await dialog.getByLabel('Short name of the other organisation').fill('no-such-team');
  await dialog.getByRole('button', { name: 'Offer' }).click();
  await look(dialog.getByRole('alert')).toContainText('No organisation has the short name');
  await page.keyboard.press('Escape');
  await head.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await look(page.getByText('Sketches is deleted.')).toBeVisible();
  await look(page).toHaveURL((url) => !url.searchParams.has('library'));
  expect(complaints).toEqual([]);
  await context.close();
});
