import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hasBrowser, hydrated, look, openBrowser, visit } from './browser.ts';

let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const SECOND = 1000;

/** The page of all parts, with a clock that the test turns on. */
async function parts() {
  const { page, context, complaints } = await visit(browser, { reducedMotion: 'reduce' });
  await page.clock.install();
  await page.goto('/ui');
  await hydrated(page);
  const said = page.getByRole('region', { name: 'Notifications' });
  return { page, context, complaints, said };
}

test('what can be undone is offered for longer than what is only read', async () => {
  const { page, context, complaints, said } = await parts();
  await page.getByRole('button', { name: 'Toast', exact: true }).click();
  await page.getByRole('button', { name: 'Toast with undo' }).click();
  await look(said.getByText('1 token moved.')).toBeVisible();
  await look(said.getByText('Four tokens are in your library.')).toBeVisible();
  await page.clock.runFor(10 * SECOND);
  await look(said.getByText('Four tokens are in your library.')).toBeHidden();
  await look(said.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.clock.runFor(15 * SECOND);
  await look(said.getByRole('button', { name: 'Undo' })).toBeHidden();
  expect(complaints).toEqual([]);
  await context.close();
});

test.each([
  ['the pointer', 'is on it', 'hover'],
  ['the focus', 'is in it', 'focus'],
] as const)('what can be undone does not go while %s %s', async (_what, _where, how) => {
  const { page, context, complaints, said } = await parts();
  await page.getByRole('button', { name: 'Toast with undo' }).click();
  const undo = said.getByRole('button', { name: 'Undo' });
  await look(undo).toBeVisible();
  if (how === 'hover') await undo.hover();
  else {
    // By F6, as toasts say of themselves.
    await page.keyboard.press('F6');
    await look(said).toBeFocused();
    await page.keyboard.press('Tab');
  }
  await page.clock.runFor(60 * SECOND);
  await look(undo).toBeVisible();
  if (how === 'hover') await page.mouse.move(0, 0);
  else await undo.press('Escape');
  await page.clock.runFor(60 * SECOND);
  await look(undo).toBeHidden();
  expect(complaints).toEqual([]);
  await context.close();
});
