import {
  connect,
  followComposition,
  signIn,
  startComposition,
  TypedDocumentString,
  untilFinished,
  type Client,
} from '@facet/client';
import type { Browser } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { shiftsOf, watchShifts } from '../browser/shifts.ts';
import { share } from '../screenshots/share.ts';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { faultsOf, OF_COLORS } from './faults.ts';
import { nameFaultsOf } from './names.ts';
import type { Account } from './service.ts';

const [ada, cleo] = [inject('ada'), inject('cleo')];
let browser: Browser;
/** The pages of who has not signed in, of Ada, and of Cleo, who has two of everything. */
let pages: { readonly stranger: readonly string[]; readonly ada: readonly string[]; readonly cleo: readonly string[] };
beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await openBrowser();
  const [{ token, picture }, { shared, webhook }] = await Promise.all([as(ada, thingsOf), as(cleo, thingsToSee)]);
  pages = {
    stranger: [...PUBLIC, shared],
    ada: [
      ...PRIVATE,
      `/library?token=${token}`,
      `/compose?color=${token}&muted=color`,
      `/compose?swap=color,${token}`,
      `/pictures/${picture}`,
    ],
    cleo: ['/', '/library', '/compose', '/pictures', '/runs', '/settings', `/developers/webhooks/${webhook}`],
  };
});
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
  '/library?attribute=style',
  '/library?attribute=style&q=nothing',
  '/runs',
  '/runs/new',
  `/runs/${ada.runId}`,
  '/pictures',
  '/pictures?q=nothing',
  `/pictures/${Buffer.from(`Image:${randomUUID()}`).toString('base64url')}`,
  '/compose',
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
/** Shows every part in every state, and so several of each. */
const OF_PARTS = '/ui';

async function as<Result>(person: Account, work: (client: Client) => Promise<Result>): Promise<Result> {
  const session = await signIn({ url: inject('apiUrl'), email: person.email, password: person.password });
  const client = connect({
    url: inject('apiUrl'),
    credentials: { ...session, organizationId: person.organizationId },
  });
  return work(client).finally(() => client.close());
}

interface First {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
}
const THINGS = new TypedDocumentString<{ tokens: First; images: First }, object>(
  'query { tokens(attribute: COLOR, first: 1) { edges { node { id } } } images(first: 1) { edges { node { id } } } }',
);
const WEBHOOK = new TypedDocumentString<{ createWebhook: { webhook: { id: string } } }, object>(
  `mutation { createWebhook(url: "http://127.0.0.1:9/hook", events: [INVERSION_FAILED]) {
    ... on WebhookWithSecret { webhook { id } } } }`,
);

async function thingsOf(client: Client) {
  const { tokens, images } = await client.run(THINGS, {});
  const [token, picture] = [tokens, images].map(({ edges }) => encodeURIComponent(edges[0]!.node.id));
  return { token, picture };
}

async function thingsToSee(client: Client) {
  const { edges } = (await client.run(THINGS, {})).tokens;
  const slots = [{ attribute: 'COLOR' as const, tokenId: edges[0]!.node.id }];
  const { id } = await startComposition(client, { slots, seeds: [1], steps: 2 });
  await untilFinished(followComposition(client, id));
  const { createWebhook } = await client.run(WEBHOOK, {});
  return { shared: await share(client, id), webhook: encodeURIComponent(createWebhook.webhook.id) };
}

const SCREENS = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];
const LOOKS = [
  { colorScheme: 'light', reducedMotion: 'no-preference' },
  { colorScheme: 'dark', reducedMotion: 'reduce' },
] as const;
const cases = SCREENS.flatMap((viewport) =>
  LOOKS.map((looks) => [viewport.width, looks.colorScheme, looks.reducedMotion, { viewport, ...looks }] as const),
);

// Each page is opened once for all of it: that takes longer than to look at it.
test.each(cases)(
  'no page shifts as it comes up, has a fault that axe finds, or something to act on that is not told by its name, at %i pixels, %s, motion: %s',
  async (_width, colorScheme, _motion, options) => {
    const isDark = colorScheme === 'dark';
    const stranger = await visit(browser, options);
    const member = await signedIn(browser, ada, options);
    const other = await signedIn(browser, cleo, options);
    const found: string[] = [];
    for (const [{ page, open }, paths] of [
      [stranger, pages.stranger],
      [member, pages.ada],
      [other, isDark ? [] : pages.cleo],
    ] as const) {
      await watchShifts(page);
      for (const path of paths) {
        await open(path);
        await page.waitForLoadState('networkidle');
        for (const shift of await shiftsOf(page)) found.push(`${path}: shifts ${JSON.stringify(shift)}`);
        if (!isDark && path !== OF_PARTS) for (const fault of await nameFaultsOf(page)) found.push(`${path}: ${fault}`);
        // In the dark there is nothing but other colours.
        for (const fault of await faultsOf(page, isDark ? OF_COLORS : undefined)) found.push(`${path}: ${fault}`);
      }
    }
    await member.open('/');
    await member.page.getByRole('button', { name: 'Take the tour' }).click();
    await look(member.page.getByText('Step 1 of 4')).toBeVisible();
    for (const fault of await faultsOf(member.page)) found.push(`tour: ${fault}`);
    expect(found).toEqual([]);
    expect([...stranger.complaints, ...member.complaints, ...other.complaints]).toEqual([]);
    for (const { context } of [stranger, member, other]) await context.close();
  },
);
