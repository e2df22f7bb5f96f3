import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { give, given } from './give.ts';
import { references } from './references.ts';

const cleo = inject('cleo');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const cat = async () => given('another.png', 'image/png', await readFile(references.cat));

test('the pictures of the organisation are listed by the server, and found by name; one leads to its runs and tokens, and to another run', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo);
  expect((await (await context.request.get('/pictures')).text()).includes('>house</a>')).toBe(true);
  await open('/pictures');
  await look(page.getByText('2 pictures', { exact: true })).toBeVisible();
  await page.getByRole('searchbox').fill('hou');
  await look(page.getByText('1 picture', { exact: true })).toBeVisible();
  await look(page).toHaveURL((url) => url.searchParams.get('q') === 'hou');
  await page.getByRole('searchbox').fill('nothing is called this');
  await look(page.getByText('No picture has “nothing is called this” in its name.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('link', { name: 'cat', exact: true }).click();
  await look(page.getByRole('heading', { name: 'cat', exact: true })).toBeVisible();
  await look(page.getByRole('link', { name: 'Striped cat' })).toBeVisible();
  await look(page.getByRole('list', { name: 'Tokens of Striped cat' }).getByRole('article')).toHaveCount(4);
  await page.getByRole('button', { name: 'Striped cat, Color' }).click();
  await look(page.getByRole('dialog').getByRole('heading', { name: 'Striped cat' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Take it apart' }).click();
  await look(page.getByRole('listitem', { name: 'cat' })).toContainText('Ready');
  await look(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a picture that is dropped anywhere is ready to be taken apart, and one that is there already is not kept twice', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/');
  await give(page, 'drop', [given('first.png', 'image/png', await readFile(references.cat))]);
  await page.waitForURL('**/runs/new');
  await look(page.getByRole('listitem', { name: 'first.png' })).toContainText('Ready');
  await open('/pictures');
  await look(page.getByText('1 picture', { exact: true })).toBeVisible();
  await give(page, 'drop', [await cat()]);
  const row = page.getByRole('listitem', { name: 'another.png' });
  const deleted = page.waitForResponse((response) => (response.request().postData() ?? '').includes('deleteImage'));
  await look(row).toContainText('You have this picture already, as “first”');
  await deleted;
  await look(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
  await row.getByRole('link', { name: /You have this picture already/ }).click();
  await look(page.getByRole('heading', { name: 'first', exact: true })).toBeVisible();
  await open('/pictures');
  await look(page.getByText('1 picture', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a picture is fetched from its address; why one is not is said in its place, and it is tried again', async () => {
  const bytes = await readFile(references.house);
  let isThere = false;
  const server = createServer((_request, response) =>
    isThere ? response.writeHead(200, { 'content-type': 'image/png' }).end(bytes) : response.writeHead(404).end(),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/runs/new');
  const fetchFrom = async (url: string): Promise<void> => {
    await page.getByLabel('Web address of a picture').fill(url);
    await page.getByRole('button', { name: 'Fetch' }).click();
  };
  await fetchFrom('http://10.0.0.1/private.png');
  await look(page.getByRole('listitem', { name: 'private' }).getByRole('alert')).toContainText('10.0.0.1');
  // A % that begins nothing is no reason to say nothing.
  await fetchFrom('http://10.0.0.1/100%.png');
  await look(page.getByRole('listitem', { name: '100%' }).getByRole('alert')).toContainText('10.0.0.1');
  await fetchFrom(`http://127.0.0.1:${port}/red%20house.png?large=1`);
  const row = page.getByRole('listitem', { name: 'red house' });
  await look(row.getByRole('alert')).toContainText('404');
  isThere = true;
  await row.getByRole('button', { name: 'Try again' }).click();
  await look(row).toContainText('Ready');
  await look(row.getByLabel('Name of the tokens')).toHaveValue('red house');
  expect(complaints).toEqual([]);
  await context.close();
  server.close();
});

test('a picture is deleted when that is confirmed; one that is not there says so', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/runs/new');
  await give(page, 'drop', [await cat()]);
  await look(page.getByRole('listitem', { name: 'another.png' })).toContainText('Ready');
  await open('/pictures');
  await page.getByRole('link', { name: 'another' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  const address = page.url();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await look(page.getByText('No pictures yet')).toBeVisible();
  await open(address);
  await look(page.getByText('This picture is gone')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('of several files each that is refused has its name, and is tried again only where that may help; numbers that would be refused are said where they are typed', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/runs/new');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
  // One pixel: what a browser shows and the API refuses.
  const dot = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await give(page, 'drop', [
    given('logo.svg', 'image/svg+xml', svg),
    given('dot.png', 'image/png', dot),
    given(`${'a'.repeat(99)}🦊.png`, 'image/png', await readFile(references.cat)),
  ]);
  const logo = page.getByRole('listitem', { name: 'logo.svg' });
  await look(logo.getByText('logo.svg', { exact: true })).toBeVisible();
  const tiny = page.getByRole('listitem', { name: 'dot.png' });
  await look(tiny.getByText('dot.png', { exact: true })).toBeVisible();
  await look(tiny.getByRole('alert')).toContainText('1 x 1 pixels');
  await look(tiny.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await look(page.getByRole('listitem', { name: /^a+🦊/ })).toContainText('Ready');

  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill('1.5');
  await look(page.getByText(/^A whole number from/)).toBeVisible();
  await page.getByText('More settings').click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await look(page.getByLabel('Steps')).toBeFocused();
  await page.getByLabel('Steps').fill('2');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL(/\/runs\/.{9,}/);
  expect(complaints).toEqual([]);
  await context.close();
});
