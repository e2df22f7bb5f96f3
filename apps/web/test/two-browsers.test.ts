import { createLibrary, importTokens, startInversion, uploadPicture } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { catsFile } from './cats.ts';
import { references } from './references.ts';

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
