import { createLibrary } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser, Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { give, given } from './give.ts';
import { linkTo } from './link-to.ts';
import { references } from './references.ts';
import { takeApart } from './take-apart.ts';

const WIDE = { viewport: { width: 1440, height: 900 } };
const KINDS = ['Color', 'Style', 'Object', 'Layout'];
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const slot = (page: Page, name: string) => page.getByRole('listitem', { name: `${name} slot` });
const results = (page: Page) => page.getByRole('region', { name: 'Results' });
const drawn = (page: Page, seed: number) => results(page).getByRole('img', { name: `Seed ${seed}`, exact: true });
const compose = (page: Page) => page.getByRole('button', { name: 'Compose', exact: true }).click();

test('the way of a designer: from signing up to a picture that brings its board back in another browser', async () => {
  const [email, password] = [`${randomUUID()}@example.org`, 'a long password'];
  const { page, context, open, complaints } = await visit(browser, WIDE);
  await open('/sign-up');
  await page.getByLabel('Your name').fill('Grace');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await look(page.getByText(`We have sent a link to ${email}`)).toBeVisible();
  const link = await linkTo(email, '/confirm-email');
  expect(new URL(link).origin).toBe(inject('webUrl'));
  await open(link);
  await page.getByLabel('Password').fill('another password');
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await look(page.getByText('That is not the password of this account')).toBeVisible();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await look(page.getByRole('heading', { name: 'Hello, Grace' })).toBeVisible();
  await look(page.getByText('Start with a picture')).toBeVisible();

  // Two pictures, one dropped and one pasted, become runs.
  await open('/runs/new');
  await give(page, 'drop', [given('house.png', 'image/png', await readFile(references.house))]);
  await give(page, 'paste', [given('bird.png', 'image/png', await readFile(references.bird))]);
  const row = page.getByRole('listitem', { name: 'house.png' });
  await row.getByLabel('Name of the tokens').fill('Red house');
  await row.getByLabel('What it shows').fill('house');
  await page.getByText('More settings').click();
  await page.getByLabel('Steps').fill('8');
  await page.getByRole('button', { name: 'Start 2 runs' }).click();
  await page.waitForURL('**/runs');
  await look(page.getByRole('link', { name: 'bird', exact: true })).toBeVisible();

  // Each is watched, also over a reload in the middle, and ends with four tokens.
  await page.getByRole('link', { name: 'Red house' }).click();
  await page.waitForURL('**/runs/*');
  await look(page.getByText(/^(Step \d of 8|Its tokens are|Took)/)).toBeVisible();
  await page.reload();
  const finished = async (name: string): Promise<void> => {
    await page.waitForURL('**/runs/*');
    await look(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await look(page.getByText('Finished', { exact: true })).toBeVisible();
    for (const kind of KINDS) await look(page.getByRole('button', { name: `${name}, ${kind}` })).toBeVisible();
    await look(page.getByRole('img', { name: 'Loss by step, 8 steps' })).toBeVisible();
    await look(page.getByRole('table', { name: /^How often/ })).toBeVisible();
  };
  await finished('Red house');
  await open('/runs');
  await page.getByRole('link', { name: 'bird', exact: true }).click();
  await finished('bird');

  // The board: all four of one picture, then the object of the other one.
  await page.getByRole('link', { name: 'Open on the board' }).click();
  for (const kind of KINDS) await look(slot(page, kind)).toContainText('bird');
  await page.getByRole('tab', { name: 'Object' }).click();
  await page.getByRole('button', { name: 'Place Red house as object' }).click();
  await look(slot(page, 'Object')).toContainText('Red house');
  await page.getByRole('slider', { name: 'Steps' }).fill('2');
  await page.getByLabel('Seeds', { exact: true }).fill('61, 62');
  await page.getByLabel('Seeds', { exact: true }).press('Tab');
  await compose(page);
  await look(drawn(page, 61)).toBeVisible();
  await look(drawn(page, 62)).toBeVisible();
  const board = new URL(page.url()).searchParams;

  // One attribute is muted and changes alone; the two are compared.
  await page.getByRole('button', { name: 'Mute color' }).click();
  await compose(page);
  await look(drawn(page, 62)).toHaveCount(2);
  await page.keyboard.press('c');
  const comparison = page.getByRole('dialog', { name: 'Compare' });
  await look(comparison.getByRole('row', { name: /Color/ })).toContainText('bird, muted');
  await look(comparison.getByRole('row', { name: /Object/ })).toContainText('same');
  await page.keyboard.press('Escape');
  await look(comparison).toBeHidden();
  await page.getByRole('button', { name: 'Unmute color' }).click();

  // The swap grid: one attribute over both pictures.
  await page.getByRole('button', { name: 'Swap color over several tokens' }).click();
  await page.getByRole('button', { name: 'Try Red house as color' }).click();
  await page.getByRole('button', { name: 'Compose 4 pictures' }).click();
  const grid = results(page).getByRole('listitem').filter({ hasText: 'Color over 2 tokens, 2 seeds' });
  await look(grid.getByRole('img', { name: /^Seed 6[12]$/ })).toHaveCount(4);

  // The first picture that was drawn takes its board along.
  const saved = page.waitForEvent('download');
  await results(page).getByRole('button', { name: 'Download: Seed 61' }).last().click();
  await page.getByRole('menuitem', { name: 'With its recipe' }).click();
  const picture = await readFile(await (await saved).path());
  expect(complaints).toEqual([]);
  await context.close();

  const fresh = await visit(browser, WIDE);
  await fresh.open('/sign-in?next=/compose');
  await fresh.page.getByLabel('E-mail').fill(email);
  await fresh.page.getByLabel('Password').fill(password);
  await fresh.page.getByRole('button', { name: 'Sign in' }).click();
  await fresh.page.waitForURL('**/compose**');
  await give(fresh.page, 'drop', [given('picture.png', 'image/png', picture)]);
  await look(slot(fresh.page, 'Object')).toContainText('Red house');
  for (const kind of ['Color', 'Style', 'Layout']) await look(slot(fresh.page, kind)).toContainText('bird');
  await look(fresh.page.getByRole('status').filter({ hasText: 'The board is as it was' })).toBeAttached();
  // The picture knows itself, and not the one that was drawn beside it.
  board.set('seeds', '61');
  await look(fresh.page).toHaveURL((url) => url.search === `?${board}`);
  expect(fresh.complaints).toEqual([]);
  await fresh.context.close();
});

test('the way of a team: invite, accept, share a library; the other composes with it until it is taken back, and each sees what the other does', async () => {
  const [owner, partner] = [await newcomer(inject('apiUrl')), await newcomer(inject('apiUrl'))];
  const libraryId = await createLibrary(owner.client, { name: 'Given away', visibility: 'ORGANIZATION' });
  await takeApart(owner.client, libraryId, 'cat', { name: 'Striped cat', objectWord: 'cat', method: 'words' });
  const mine = await signedIn(browser, owner, WIDE);
  await mine.open('/team');
  await mine.page.getByLabel('E-mail').fill(partner.email);
  await mine.page.getByLabel('As').selectOption('Member');
  await mine.page.getByRole('button', { name: 'Invite', exact: true }).click();
  await look(mine.page.getByRole('button', { name: `Send again to ${partner.email}` })).toBeVisible();

  // In the team: what the one makes, the other has without a reload.
  const guest = await signedIn(browser, partner, WIDE);
  await guest.open(await linkTo(partner.email, '/invitations/'));
  await guest.page.getByRole('button', { name: 'Accept' }).click();
  await look(guest.page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  await look(mine.page.getByText('2 people')).toBeVisible();
  await mine.open('/library');
  await guest.open('/library');
  await look(guest.page.getByRole('button', { name: 'Striped cat, Color' })).toBeVisible();
  await guest.page.getByRole('button', { name: 'New library' }).click();
  await guest.page.getByRole('dialog').getByLabel('Name').fill('Of the guest');
  await guest.page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click();
  await look(mine.page.getByRole('option', { name: 'Of the guest' })).toBeAttached();
  await guest.context.close();

  // To an organisation of the partner's own the library is offered.
  const theirs = await signedIn(browser, partner, WIDE);
  await theirs.open('/team/sharing');
  const slug = await theirs.page.locator('code').first().textContent();
  await mine.open('/team/sharing');
  await mine.page.getByLabel('Library', { exact: true }).selectOption('Given away');
  await mine.page.getByLabel('Short name of the other organisation').fill(slug!);
  await mine.page.getByRole('button', { name: 'Offer', exact: true }).click();
  await look(mine.page.getByText('has not answered yet')).toBeVisible();
  await theirs.page.getByRole('button', { name: 'Accept Given away' }).click();
  await look(theirs.page.getByRole('button', { name: 'Leave Given away' })).toBeVisible();
  await look(mine.page.getByText(/^reads it/)).toBeVisible();

  await theirs.open('/compose?steps=2&seeds=81');
  await theirs.page.getByRole('button', { name: 'Place Striped cat as color' }).click();
  await look(slot(theirs.page, 'Color')).toContainText('Striped cat');
  await compose(theirs.page);
  await look(drawn(theirs.page, 81)).toBeVisible();

  // By the keyboard: what has just been said may lie over it.
  await mine.page.getByRole('button', { name: /^Stop sharing Given away with/ }).press('Enter');
  await mine.page.getByRole('dialog').getByRole('button', { name: 'Stop sharing' }).click();
  await look(theirs.page.getByText('Given away is gone')).toBeVisible();
  await look(theirs.page.getByText('does not share it with you any more.')).toBeVisible();
  await look(slot(theirs.page, 'Color')).toContainText('Access ended; use another token');
  await look(theirs.page.getByRole('button', { name: 'Place Striped cat as color' })).toHaveCount(0);
  await look(mine.page.getByText('You share no library with other organisations.')).toBeVisible();
  // Drawing with it is refused in words, and what was drawn stays.
  await compose(theirs.page);
  await look(theirs.page.getByText(/It is gone, or not shared with you any more/)).toBeVisible();
  await look(drawn(theirs.page, 81)).toBeVisible();
  await theirs.open('/library');
  await look(theirs.page.getByRole('option', { name: /^Given away/ })).toHaveCount(0);
  expect([...mine.complaints, ...theirs.complaints, ...guest.complaints]).toEqual([]);
  await mine.context.close();
  await theirs.context.close();
});
