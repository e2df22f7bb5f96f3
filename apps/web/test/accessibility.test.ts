import type { Browser } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { faultsOf } from './faults.ts';

const ada = inject('ada');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

const PUBLIC = [
  '/sign-in',
  '/sign-up',
  '/forgot',
  '/reset-password',
  '/reset-password#token=x',
  '/confirm-email#token=x',
  '/check-mail?email=a@example.org',
  '/invitations/x',
  '/ui',
  '/nowhere',
  '/shared/no-such-link',
];
const PRIVATE = [
  '/',
  '/library',
  '/library?attribute=style&q=nothing',
  `/library?token=TOKEN`,
  '/runs',
  '/runs/new',
  `/runs/${ada.runId}`,
  '/pictures',
  '/pictures?q=nothing',
  '/pictures/PICTURE',
  `/pictures/${Buffer.from(`Image:${randomUUID()}`).toString('base64url')}`,
  '/compose',
  '/compose?color=TOKEN&muted=color',
  '/compose?swap=color,TOKEN',
  '/settings',
  '/team',
  '/team/sharing',
  '/team/usage',
  '/team/activity',
  '/team/organization',
  '/new-team',
  '/models',
  '/developers',
  '/developers/keys',
  '/developers/webhooks',
];
const SCREENS = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];

const cases = (['light', 'dark'] as const).flatMap((colorScheme) =>
  SCREENS.map((viewport) => [viewport.width, colorScheme, { viewport, colorScheme }] as const),
);

test.each(cases)('no page has a fault that axe finds, at %i pixels, %s', async (_width, _scheme, options) => {
  const stranger = await visit(browser, options);
  const member = await signedIn(browser, ada, options);
  await member.open('/library');
  await member.page.getByRole('button', { name: 'Striped cat, Color' }).click();
  const token = new URL(member.page.url()).searchParams.get('token')!;
  await member.open('/pictures');
  await member.page.getByRole('link', { name: 'cat', exact: true }).click();
  await member.page.waitForURL('**/pictures/*');
  const picture = new URL(member.page.url()).pathname.split('/').at(-1)!;
  const found: string[] = [];
  for (const [{ page, open }, paths] of [
    [stranger, PUBLIC],
    [member, PRIVATE],
  ] as const)
    for (const path of paths) {
      await open(path.replace('TOKEN', encodeURIComponent(token)).replace('PICTURE', picture));
      await page.waitForLoadState('networkidle');
      for (const fault of await faultsOf(page)) found.push(`${path}: ${fault}`);
    }
  await member.open('/');
  await member.page.getByRole('button', { name: 'Take the tour' }).click();
  await look(member.page.getByText('Step 1 of 4')).toBeVisible();
  for (const fault of await faultsOf(member.page)) found.push(`tour: ${fault}`);
  expect(found).toEqual([]);
  expect([...stranger.complaints, ...member.complaints]).toEqual([]);
  await stranger.context.close();
  await member.context.close();
});
