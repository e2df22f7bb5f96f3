import {
  cancelInversion,
  createLibrary,
  followInversion,
  startInversion,
  untilFinished,
  uploadPicture,
} from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser, Request } from '@playwright/test';
import { openAsBlob, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { give, given } from './give.ts';
import { references } from './references.ts';

const bob = inject('bob');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

/** A PNG that says so many pixels, and has none of them. */
function headOfPng(width: number, height: number): Buffer {
  const bytes = Buffer.from(readFileSync(references.cat));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

test('what cannot be sent is said before it is sent, and does not stop the others', async () => {
  const { page, context, open, complaints } = await signedIn(browser, bob);
  await open('/runs/new');
  await give(page, 'drop', [
    given('notes.txt', 'text/plain', Buffer.from('words')),
    given('large.png', 'image/png', Buffer.alloc(20_000_001)),
    given('broken.png', 'image/png', headOfPng(60_000, 60_000)),
    given('cat.png', 'image/png', readFileSync(references.cat)),
  ]);
  await look(page.getByRole('listitem', { name: 'notes.txt' })).toContainText('is no PNG, JPEG or WebP');
  await look(page.getByRole('listitem', { name: 'large.png' })).toContainText('20 MB is the most');
  await look(page.getByRole('listitem', { name: 'broken.png' })).toContainText('cannot be read as a picture');
  await look(page.getByRole('listitem', { name: 'cat.png' })).toContainText('Ready');
  await look(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
  expect(complaints).toEqual([]);
  await context.close();
});

test('a run is cancelled, and goes on', async () => {
  const { page, context, open } = await signedIn(browser, bob);
  await open('/runs/new');
  await give(page, 'drop', [given('again.png', 'image/png', readFileSync(references.bird))]);
  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill('400');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await look(page.getByRole('button', { name: 'Cancel the run' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await look(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await context.close();
});

const isOf = (request: Request, operation: string): boolean =>
  (request.postData() ?? '').includes(`"operationName":"${operation}"`);

test('an answer that comes late does not undo what the page was told since', async () => {
  const { page, context, open } = await signedIn(browser, bob);
  await open('/runs/new');
  await give(
    page,
    'drop',
    ['first.png', 'second.png', 'third.png'].map((name) => given(name, 'image/png', readFileSync(references.bird))),
  );
  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill('400');
  await page.getByRole('button', { name: 'Start 3 runs' }).click();
  await page.waitForURL('**/runs');
  // One that waits is cancelled at once, so what is answered is that it is over.
  await page.getByRole('listitem').filter({ hasText: 'Waiting' }).getByRole('link').first().click();
  await page.waitForURL('**/runs/*');
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (!isOf(route.request(), 'CancelRun')) return route.continue();
    const response = await route.fetch();
    await isReleased;
    return route.fulfill({ response });
  });
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await look(page.getByRole('button', { name: 'Cancel the run' })).toBeVisible();
  const late = page.waitForEvent('requestfinished', (request) => isOf(request, 'CancelRun'));
  release();
  await late;
  await look(page.getByRole('button', { name: 'Cancel the run' })).toBeEnabled();
  for (const name of ['first', 'second', 'third']) {
    await open('/runs');
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    await look(page.getByText('Cancelled', { exact: true })).toBeVisible();
  }
  await context.close();
});

test('who goes offline in the middle of a run is told, and sees its end by itself once they are back', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open } = await signedIn(browser, person);
  await open('/runs/new');
  await give(page, 'drop', [given('bird.png', 'image/png', readFileSync(references.bird))]);
  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill('12');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL('**/runs/*');
  await look(page.getByText(/^Step \d+ of 12/)).toBeVisible();
  await context.setOffline(true);
  await look(page.getByText(/^You are offline/)).toBeVisible();
  const id = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1)!);
  await untilFinished(followInversion(person.client, id));
  await context.setOffline(false);
  await look(page.getByText('Finished', { exact: true })).toBeVisible();
  await look(page.getByText(/^You are offline/)).toBeHidden();
  await look(page.getByRole('button', { name: 'bird, Color' })).toBeVisible();
  await person.client.close();
  await context.close();
});

test('a run that fails says why, and what to do in its place', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/runs/new');
  await give(page, 'drop', [given('doomed.png', 'image/png', readFileSync(references.bird))]);
  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill('400');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await look(page.getByRole('button', { name: 'Go on with it' })).toBeVisible();
  const run = page.url();
  await open('/pictures');
  await page.getByRole('link', { name: 'doomed' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await look(page.getByText('No pictures yet')).toBeVisible();
  await open(run);
  await page.getByRole('button', { name: 'Go on with it' }).click();
  await look(page.getByRole('main').getByRole('alert')).toContainText(
    'The picture was deleted. The same would fail again: start a new run with something else.',
  );
  await page.getByRole('link', { name: 'New run' }).click();
  await page.waitForURL('**/runs/new');
  expect(complaints).toEqual([]);
  await context.close();
});

test('where the quota is used up a run is not started, and the page says how much there is, when it starts anew and where to look', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { client } = person;
  const libraryId = await createLibrary(client, { name: 'Mine', visibility: 'ORGANIZATION' });
  const { id: imageId } = await uploadPicture(client, { name: 'bird', body: await openAsBlob(references.bird) });
  const runs: string[] = [];
  // A month has a million steps.
  for (let run = 0; run < 10; run++)
    runs.push((await startInversion(client, { imageId, libraryId, name: `long ${run}`, steps: 100_000 })).id);
  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/runs/new');
  await give(page, 'drop', [given('one-more.png', 'image/png', readFileSync(references.house))]);
  await page.getByRole('listitem', { name: 'one-more.png' }).getByLabel('Name of the tokens').fill('One more');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await look(page.getByRole('main').getByRole('alert')).toContainText(
    /quota of 1000000 training steps has no room for \d+ more. It starts anew next month. Usage, under Team, shows/,
  );
  await look(page.getByLabel('Name of the tokens')).toHaveValue('One more');
  for (const id of runs.toReversed()) await cancelInversion(client, id);
  await client.close();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL('**/runs/*');
  await page.getByRole('button', { name: 'Cancel the run' }).click();
  await look(page.getByText('Cancelled', { exact: true })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});
