import { createLibrary } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn } from './browser.ts';
import { takeApart } from './take-apart.ts';

let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

type Noticing = Window & { noticed?: string[]; asked?: number };

/** Has the browser's notices kept beside being shown, and how often it was asked whether they may be. */
const watchNotices = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const own = window as Noticing;
    own.noticed = [];
    own.asked = 0;
    window.Notification = class extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        own.noticed!.push(`${title}: ${options?.body}`);
      }
      static override requestPermission(): Promise<NotificationPermission> {
        own.asked!++;
        return super.requestPermission();
      }
    };
  });
const noticed = (page: Page) => page.evaluate(() => (window as Noticing).noticed);
const asked = (page: Page) => page.evaluate(() => (window as Noticing).asked);

test('the browser tells when a run ends to whoever has asked for that, and nobody is asked who has not pressed for it', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  const libraryId = await createLibrary(client, { name: 'Told', visibility: 'ORGANIZATION' });
  const { page, context, open, complaints } = await signedIn(browser, person);
  await context.grantPermissions(['notifications'], { origin: inject('webUrl') });
  await watchNotices(page);
  const run = (name: string) => takeApart(client, libraryId, 'cat', { name, objectWord: 'cat', method: 'words' });
  const isFinished = (name: string) =>
    look(page.getByRole('listitem').filter({ hasText: name }).getByText('Finished')).toBeVisible();

  await open('/runs');
  await run('Before');
  await isFinished('Before');
  expect([await noticed(page), await asked(page)]).toEqual([[], 0]);

  await open('/settings');
  expect(await asked(page)).toBe(0);
  await page.getByRole('button', { name: 'Tell me when a run ends' }).click();
  await look(page.getByText('On', { exact: true })).toBeVisible();
  expect(await asked(page)).toBe(1);

  await open('/runs');
  await run('Striped cat');
  await expect.poll(() => noticed(page)).toEqual(['Striped cat: Four tokens are in your library.']);
  expect(await asked(page)).toBe(0);

  await open('/settings');
  await page.getByRole('button', { name: 'Tell me no more' }).click();
  await look(page.getByText('Off', { exact: true })).toBeVisible();
  await open('/runs');
  await run('After');
  await isFinished('After');
  expect(await noticed(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await client.close();
  await context.close();
});

test('where the browser lets the site show no notices, that is said in place of asking', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  await client.close();
  const { page, context, open, complaints } = await signedIn(browser, person);
  const session = await context.newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.send('Browser.setPermission', {
    ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
    permission: { name: 'notifications' },
    setting: 'denied',
    origin: inject('webUrl'),
  });
  await open('/settings');
  await look(page.getByText('Your browser lets this site show no notices.')).toBeVisible();
  await look(page.getByRole('button', { name: 'Tell me when a run ends' })).toBeHidden();
  expect(complaints).toEqual([]);
  await context.close();
});
