import { createLibrary, importTokens, startInversion, uploadPicture } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { catsFile } from './cats.ts';
import { references } from './references.ts';
import { takeApart } from './take-apart.ts';

/** What the page is told it gathers for a moment; one that has not done so yet would only make the test easier. */
const GATHERED_MS = 1000;

let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('a run that is started elsewhere comes into the list, and ends there, without a reload', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  const libraryId = await createLibrary(client, { name: 'Mine', visibility: 'ORGANIZATION' });
  const { id: imageId } = await uploadPicture(client, { name: 'cat', body: await openAsBlob(references.cat) });
  const [all, finished] = [await signedIn(browser, person), await signedIn(browser, person)];
  await all.open('/runs');
  await finished.open('/runs?state=finished');
  await look(all.page.getByText('No runs yet')).toBeVisible();
  await startInversion(client, { imageId, libraryId, name: 'From elsewhere', objectWord: 'cat', method: 'words' });
  for (const { page } of [all, finished]) {
    const run = page.getByRole('listitem').filter({ hasText: 'From elsewhere' });
    await look(run).toContainText('Finished');
  }
  expect([...all.complaints, ...finished.complaints]).toEqual([]);
  await client.close();
  await all.context.close();
  await finished.context.close();
});

test('what changes while a list is being read is in it, although its answer was of before', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  const libraryId = await createLibrary(client, { name: 'Mine', visibility: 'ORGANIZATION' });
  const { page, context, open, complaints } = await signedIn(browser, person);
  const [read, told, released] = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (payload.includes('FINISHED') && payload.includes('Overtaken')) told!.resolve();
    }),
  );
  let answers = 0;
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('"operationName":"RunsPage"') || answers++ > 0) return route.continue();
    const response = await route.fetch();
    read!.resolve();
    await released!.promise;
    return route.fulfill({ response });
  });
  await open('/runs');
  await read!.promise;
  await takeApart(client, libraryId, 'cat', { name: 'Overtaken', objectWord: 'cat', method: 'words' });
  await told!.promise;
  await page.waitForTimeout(GATHERED_MS);
  released!.resolve();
  await look(page.getByRole('listitem').filter({ hasText: 'Overtaken' })).toContainText('Finished');
  expect(complaints).toEqual([]);
  await client.close();
  await context.close();
});

test('libraries and their tokens are in one browser as the other one has changed them, without a reload', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  const libraryId = await createLibrary(client, { name: 'First', visibility: 'ORGANIZATION' });
  await importTokens(client, { body: new Blob([await catsFile()]) }, { libraryId, name: 'cats' });
  await client.close();
  const [here, there] = [await signedIn(browser, person), await signedIn(browser, person)];
  const path = `/library?library=${encodeURIComponent(libraryId)}`;
  await here.open(path);
  await there.open(path);
  await look(there.page.getByText('4 tokens', { exact: true })).toBeVisible();

  await here.page.getByRole('button', { name: 'New library' }).click();
  await here.page.getByRole('dialog').getByLabel('Name').fill('Second');
  await here.page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
  await look(there.page.getByLabel('Library').getByRole('option', { name: 'Second' })).toBeAttached();

  await here.open(path);
  await here.page.getByRole('checkbox', { name: 'Select cats, Style' }).check();
  await here.page.getByRole('toolbar', { name: 'What is selected' }).getByRole('button', { name: 'Move' }).click();
  await here.page.getByRole('dialog').getByLabel('Into').selectOption('Second');
  await here.page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
  await look(there.page.getByText('3 tokens', { exact: true })).toBeVisible();
  await look(there.page.getByRole('button', { name: 'cats, Style' })).toBeHidden();
  expect([...here.complaints, ...there.complaints]).toEqual([]);
  await here.context.close();
  await there.context.close();
});
