import {
  createLibrary,
  followInversion,
  importTokens,
  startInversion,
  TypedDocumentString,
  untilFinished,
  uploadPicture,
} from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { openAsBlob } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { catsFile } from './cats.ts';
import { faultsOf } from './faults.ts';
import { references } from './references.ts';

let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const ADD_VERSION = new TypedDocumentString<unknown, { tokenId: string; fromInversionId: string }>(
  `mutation ($tokenId: ID!, $fromInversionId: ID!) {
    addTokenVersion(tokenId: $tokenId, fromInversionId: $fromInversionId) { __typename ... on Error { message } } }`,
);

test('the versions of a token say what changed between them; one is looked at, and gone back to as a new one', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  const libraryId = await createLibrary(client, { name: 'Mine', visibility: 'ORGANIZATION' });
  const cats = await importTokens(client, { body: new Blob([await catsFile()]) }, { libraryId, name: 'Kept' });
  const { id: imageId } = await uploadPicture(client, { name: 'a house', body: await openAsBlob(references.house) });
  const how = { name: 'House', objectWord: 'house', method: 'words' };
  const { id: fromInversionId } = await startInversion(client, { imageId, libraryId, ...how });
  await untilFinished(followInversion(client, fromInversionId));
  const tokenId = cats.find(({ attribute }) => attribute === 'COLOR')!.id;
  await client.run(ADD_VERSION, { tokenId, fromInversionId });
  await client.close();

  const { page, context, open, complaints } = await signedIn(browser, person);
  await open('/library');
  await page.getByRole('button', { name: 'Kept, Color' }).click();
  const version = (number: number) => page.getByRole('listitem', { name: `Version ${number}` });
  await look(version(2)).toContainText('shown here');
  await look(version(2).getByText('Learned from')).toBeVisible();
  await look(version(2)).toContainText('was a file is now a house');
  await look(version(2)).toContainText('was matte is now words');
  await look(version(1)).toContainText('The first one');
  expect(await faultsOf(page)).toEqual([]);

  await version(1).getByRole('button', { name: 'Look at version 1' }).click();
  await look(version(1)).toContainText('shown here');
  await look(page).toHaveURL((url) => url.searchParams.get('token') === tokenId);

  await version(1).getByRole('button', { name: 'Go back to version 1' }).click();
  await look(page.getByText(/^Version 3 holds what version 1 held/)).toBeVisible();
  await look(version(3)).toContainText('The same as version 1');
  await look(version(3)).toContainText('shown here');
  await look(version(3)).toContainText('was words is now matte');

  await version(2).getByRole('button', { name: 'Go back to version 2' }).click();
  const said = page.getByText(/^Version 4 holds what version 2 held/).locator('..');
  await said.getByRole('button', { name: 'Undo' }).click();
  await look(page.getByText(/^Version 5 holds what version 3 held/)).toBeVisible();
  await look(version(5)).toContainText('The same as version');
  await look(version(5)).toContainText('shown here');
  await page.keyboard.press('Escape');
  // The list shows the newest alone.
  await look(page.getByRole('button', { name: 'Kept, Color' })).toHaveCount(1);
  expect(complaints).toEqual([]);
  await context.close();
});
