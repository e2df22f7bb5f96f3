import { createLibrary, followComposition, startComposition, TypedDocumentString, untilFinished } from '@facet/client';
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
  await page.getByRole('button', { name: 'Tell me when something is ready' }).click();
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

test('the browser tells once what is drawn, of a grid when all of it is, and not who looks at the board', async () => {
  const { client, ...person } = await newcomer(inject('apiUrl'));
  const { page, context, open, complaints } = await signedIn(browser, person);
  await context.grantPermissions(['notifications'], { origin: inject('webUrl') });
  await watchNotices(page);
  await open('/settings');
  await page.getByRole('button', { name: 'Tell me when something is ready' }).click();
  await look(page.getByText('On', { exact: true })).toBeVisible();
  const drawn = async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) await untilFinished(followComposition(client, id));
  };
  const compose = async (prompt: string): Promise<void> =>
    drawn([(await startComposition(client, { prompt, seeds: [1, 2], steps: 2 })).id]);

  await open('/pictures');
  await compose('a red bird');
  await expect.poll(() => noticed(page)).toEqual(['a red bird: 2 pictures are drawn.']);

  const libraryId = await createLibrary(client, { name: 'Swapped', visibility: 'ORGANIZATION' });
  for (const picture of ['cat', 'house'] as const)
    await takeApart(client, libraryId, picture, { name: picture, objectWord: picture, method: 'words' });
  await open('/pictures');
  const { tokens } = await client.run(COLORS, { libraryId });
  const { composeGrid } = await client.run(GRID, { tokens: tokens.edges.map(({ node }) => ({ tokenId: node.id })) });
  await drawn(composeGrid.rows.map(({ id }) => id));
  await expect.poll(() => noticed(page)).toEqual(['Color over 2 tokens, 2 seeds: 4 pictures are drawn.']);

  await open('/compose');
  await compose('a blue cat');
  await look(page.getByText('a blue cat')).toBeVisible();
  await look(page.getByRole('region', { name: 'Results' }).getByRole('img', { name: 'Seed 2' }).first()).toBeVisible();
  expect(await noticed(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await client.close();
  await context.close();
});

const COLORS = new TypedDocumentString<{ tokens: { edges: { node: { id: string } }[] } }, { libraryId: string }>(
  'query ($libraryId: ID!) { tokens(libraryId: $libraryId, attribute: COLOR) { edges { node { id } } } }',
);
const GRID = new TypedDocumentString<{ composeGrid: { rows: { id: string }[] } }, { tokens: object }>(
  `mutation ($tokens: [GridTokenInput!]!) {
    composeGrid(attribute: COLOR, tokens: $tokens, seeds: [1, 2], steps: 2) { ... on Grid { rows { id } } } }`,
);

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
  await look(page.getByRole('button', { name: 'Tell me when something is ready' })).toBeHidden();
  expect(complaints).toEqual([]);
  await context.close();
});
