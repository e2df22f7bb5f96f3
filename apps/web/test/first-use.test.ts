import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { give, given } from './give.ts';

const cleo = inject('cleo');
const ada = inject('ada');
const WIDE = { viewport: { width: 1440, height: 900 } };
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('the first page shows the four tokens of the latest picture, and a board of the latest two that one press draws', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  expect((await (await context.request.get('/')).text()).match(/<article/g)).toHaveLength(4);
  await open('/');
  await look(page.getByRole('heading', { name: 'Your latest four tokens' })).toBeVisible();
  await look(page.getByRole('article')).toHaveCount(4);
  await page.getByRole('link', { name: 'Open on the board' }).click();
  const slot = (name: string) => page.getByRole('listitem', { name: `${name} slot` });
  await look(slot('Color')).toContainText('Red house');
  await look(slot('Style')).toContainText('Red house');
  await look(slot('Object')).toContainText('Striped cat');
  await look(slot('Layout')).toContainText('Striped cat');
  await page.getByRole('button', { name: 'Compose', exact: true }).click();
  await look(
    page.getByRole('region', { name: 'Results' }).getByRole('img', { name: 'Seed 1', exact: true }).first(),
  ).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the tour leads through four steps and over a reload, and once it is done it does not come back', async () => {
  const { page, context, open, complaints } = await signedIn(browser, cleo, WIDE);
  await open('/');
  await page.getByRole('button', { name: 'Take the tour' }).click();
  const card = page.getByRole('region', { name: 'One picture, four tokens' });
  await look(card.getByText('Step 1 of 4')).toBeVisible();
  await look(card.getByRole('heading')).toBeFocused();
  await card.getByRole('button', { name: 'Next' }).click();
  await page.waitForURL('**/compose**');
  await look(page.getByText('Step 2 of 4')).toBeVisible();
  await page.reload();
  await look(page.getByText('Step 2 of 4')).toBeVisible();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await look(page.getByText('Step 1 of 4')).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await look(page.getByText('Step 3 of 4')).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.waitForURL('**/runs/new');
  await page.getByRole('button', { name: 'Done' }).click();
  await look(page.getByText('Step 4 of 4')).toBeHidden();
  await open('/');
  await look(page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  await look(page.getByRole('button', { name: 'Take the tour' })).toHaveCount(0);
  expect(complaints).toEqual([]);
  await context.close();
});

test('the tour can be declined, and left at any step by Escape; both are remembered', async () => {
  for (const leave of ['decline', 'escape'] as const) {
    const { page, context, open } = await signedIn(browser, ada, WIDE);
    await open('/');
    if (leave === 'decline') await page.getByRole('button', { name: 'Not now' }).click();
    else {
      await page.getByRole('button', { name: 'Take the tour' }).click();
      await look(page.getByRole('heading', { name: 'One picture, four tokens' })).toBeFocused();
      await page.keyboard.press('Escape');
      await look(page.getByText('Step 1 of 4')).toBeHidden();
    }
    await look(page.getByRole('button', { name: 'Take the tour' })).toBeHidden();
    await page.reload();
    await look(page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
    await look(page.getByRole('button', { name: 'Take the tour' })).toHaveCount(0);
    await context.close();
  }
});

test('who has just signed up begins with a picture of the model, and the form says by which method and why', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person, WIDE);
  await open('/');
  await page.getByRole('button', { name: 'Begin with “striped yellow cat lying”' }).click();
  await page.waitForURL('**/runs/new');
  await look(page.getByRole('listitem', { name: 'striped yellow cat lying.png' })).toContainText('Ready');
  await look(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
  await page.getByText('More settings').click();
  await look(page.getByLabel('Method')).toHaveValue('matte');
  await look(page.getByText('This model has no reader')).toBeVisible();
  await page.getByRole('button', { name: 'Remove striped yellow cat lying.png' }).click();
  await page
    .getByRole('button', { name: /^Begin with “/ })
    .nth(1)
    .click();
  await look(page.getByRole('listitem', { name: /\.png$/ })).toContainText('Ready');
  expect(complaints).toEqual([]);
  await person.client.close();
  await context.close();
});

test('a run says which words the model has for its picture, and how sure it is of those that nobody has said', async () => {
  const { page, context, open, complaints } = await signedIn(browser, ada, WIDE);
  await open(`/runs/${ada.runId}`);
  await look(page.getByRole('heading', { name: 'What the model sees' })).toBeVisible();
  await look(page.getByRole('listitem').filter({ hasText: /^Objectcat as you have said$/ })).toBeVisible();
  await look(page.getByRole('meter', { name: /^How sure the model is of “.+”$/ })).toHaveCount(3);
  expect(complaints).toEqual([]);
  await context.close();
});

test('of a picture that is unlike all that the model draws, the run warns', async () => {
  const person = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person, WIDE);
  await open('/runs/new');
  // Small print is nothing that it was trained on.
  const print = await page.screenshot();
  await give(page, 'drop', [given('print.png', 'image/png', print)]);
  await page.getByRole('listitem', { name: 'print.png' }).getByLabel('What it shows').fill('cat');
  await page.getByText('More settings').click();
  await page.getByLabel('Method').selectOption('words');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.waitForURL('**/runs/*');
  await look(page.getByRole('list', { name: 'What may go wrong' }).getByRole('listitem').first()).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});
