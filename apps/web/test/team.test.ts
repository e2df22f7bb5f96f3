import { createLibrary, developmentMails } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { faultsOf } from './faults.ts';

const [ada, apiUrl] = [inject('ada'), inject('apiUrl')];
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('somebody is invited, and again; accepts; is given another role and sees it at once; and is removed', async () => {
  const [owner, guest] = [await newcomer(apiUrl), await newcomer(apiUrl)];
  const { page, context, open, complaints } = await signedIn(browser, owner);
  await open('/team');
  await page.getByLabel('E-mail').fill(guest.email);
  await page.getByLabel('As').selectOption('Viewer');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('button', { name: `Send again to ${guest.email}` }).click();
  await expect.poll(async () => (await developmentMails({ url: apiUrl }, guest.email)).length).toBe(3);
  const link = await page.getByText(/\/invitations\//).textContent();
  expect(await faultsOf(page)).toEqual([]);

  const other = await signedIn(browser, guest);
  await other.open(link!);
  await other.page.getByRole('button', { name: 'Accept' }).click();
  await look(other.page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  // The page of who has invited knows by itself.
  await look(page.getByText('2 people')).toBeVisible();
  await look(page.getByText('Nobody is invited at the moment.')).toBeVisible();

  await other.open('/team');
  await look(other.page.getByRole('heading', { name: 'Invite somebody' })).toBeHidden();
  await page.getByRole('listitem').filter({ hasText: guest.email }).getByLabel('Role of').selectOption('Admin');
  await look(other.page.getByRole('heading', { name: 'Invite somebody' })).toBeVisible();

  await page.getByRole('listitem').filter({ hasText: guest.email }).getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await look(page.getByText('1 person')).toBeVisible();
  // Who is removed is led back to what is theirs.
  await other.page.waitForURL('**/');
  await look(other.page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  expect([...complaints, ...other.complaints]).toEqual([]);
  await other.context.close();
  await context.close();
});

test('an invitation that is taken back opens nothing, and an address that is none is refused in words', async () => {
  const owner = await newcomer(apiUrl);
  const { page, context, open } = await signedIn(browser, owner);
  await open('/team');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await look(page.getByRole('main').getByRole('alert')).toContainText(/member/i);
  await page.getByLabel('E-mail').fill('guest@example.org');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('button', { name: 'Take back the invitation of guest@example.org' }).click();
  await look(page.getByText('Nobody is invited at the moment.')).toBeVisible();
  await context.close();
});

test('a library is offered to no organisation that is not there; an offer can be declined, and one that was accepted can be left', async () => {
  const [giver, taker] = [await newcomer(apiUrl), await newcomer(apiUrl)];
  await createLibrary(giver.client, { name: 'Offered', visibility: 'ORGANIZATION' });
  const mine = await signedIn(browser, giver);
  const theirs = await signedIn(browser, taker);
  await theirs.open('/team/sharing');
  const slug = await theirs.page.locator('code').first().textContent();
  await mine.open('/team/sharing');
  await mine.page.getByLabel('Short name of the other organisation').fill('no-such-team');
  await mine.page.getByRole('button', { name: 'Offer', exact: true }).click();
  await look(mine.page.getByRole('main').getByRole('alert')).toContainText(
    'No organisation has the short name "no-such-team"',
  );
  for (const answer of ['Decline', 'Accept']) {
    await mine.page.getByLabel('Short name of the other organisation').fill(slug!);
    await mine.page.getByRole('button', { name: 'Offer', exact: true }).click();
    await theirs.page.getByRole('button', { name: `${answer} Offered` }).click();
    await look(theirs.page.getByText('No offer waits for an answer.')).toBeVisible();
  }
  await theirs.page.getByRole('button', { name: 'Leave Offered' }).click();
  await theirs.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await look(theirs.page.getByText('No other organisation shares a library with you.')).toBeVisible();
  await look(mine.page.getByText('You share no library with other organisations.')).toBeVisible();
  await mine.context.close();
  await theirs.context.close();
});

test('usage says what is used of what one may and when it starts anew; the activity is sentences', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada);
  await open('/team/usage');
  await look(page.getByRole('progressbar', { name: '1 of 1,000', exact: true })).toBeVisible();
  await look(page.getByText(/^Starts anew on \w+ 1$/).first()).toBeVisible();
  await look(page.getByRole('table', { name: 'Pictures taken apart by month' })).toBeAttached();
  await open('/team/activity');
  await look(page.getByText('Someone made a library.')).toBeVisible();
  await page.getByLabel('Show').selectOption('Exports of everything');
  await look(page.getByText('Nothing of this kind has happened.')).toBeVisible();
  await look(page).toHaveURL((url) => url.searchParams.get('action') === 'organization.export');
  expect(complaints).toEqual([]);
  await context.close();
});

test('a team is made, renamed, taken along as a file, and deleted by its short name and the password', async () => {
  const owner = await newcomer(apiUrl);
  const { page, context, open, complaints } = await signedIn(browser, owner);
  await open('/library');
  await page.getByRole('button', { name: /switch organisation/ }).click();
  await page.getByRole('menuitem', { name: 'New team' }).click();
  await page.waitForURL('**/new-team');
  const slug = `team-${Date.now()}`;
  await page.getByLabel('Name', { exact: true }).fill('Night shift');
  await page.getByLabel('Short name').fill(slug);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/team');
  await open('/team/organization');
  await page.getByLabel('Name', { exact: true }).fill('Day shift');
  await page.getByRole('button', { name: 'Save' }).click();
  await look(page.getByRole('button', { name: /^Day shift/ })).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await (await download).path();
  expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');

  await page.getByRole('button', { name: 'Delete the organisation' }).click();
  const question = page.getByRole('dialog');
  await question.getByLabel(`Type ${slug} to confirm`).fill(slug);
  expect(await faultsOf(page)).toEqual([]);
  await question.getByLabel('Your password').fill('not the password');
  await question.getByRole('button', { name: 'Delete' }).click();
  await look(question.getByRole('alert')).toContainText(/password/i);
  await question.getByLabel('Your password').fill(owner.password);
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL('**/');
  await look(page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});
