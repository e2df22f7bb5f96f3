import { connect, signIn, TypedDocumentString } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { linkTo } from './link-to.ts';

const apiUrl = inject('apiUrl');
let browser: Browser;
beforeAll(async () => void (hasBrowser && (browser = await openBrowser())));
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

test('a forgotten password is replaced by the link of the e-mail, once', async () => {
  const { email } = await newcomer(apiUrl);
  const { page, context, open } = await visit(browser);
  await open('/forgot');
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await look(page.getByText('a link is on its way')).toBeVisible();
  const link = await linkTo(email, '/reset-password');
  await open(link);
  await page.getByLabel('New password').fill('a newer password');
  await page.getByRole('button', { name: 'Set password' }).click();
  await look(page.getByText('Your password is set')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('a newer password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await look(page.getByRole('heading', { name: /^Hello/ })).toBeVisible();
  await page.goto('about:blank');
  await open(link);
  await page.getByLabel('New password').fill('the newest password');
  await page.getByRole('button', { name: 'Set password' }).click();
  await look(page.getByText('This link has been used')).toBeVisible();
  await context.close();
  expect(new URL(link).search).toBe('');
});

test('an invitation leads to the team, and is nothing to others', async () => {
  const ada = inject('ada');
  const session = await signIn({ url: apiUrl, ...ada });
  const team = connect({ url: apiUrl, credentials: { ...session, organizationId: ada.teamId } });
  const guest = await newcomer(apiUrl);
  const invite = new TypedDocumentString<unknown, { email: string }>(
    'mutation ($email: String!) { inviteMember(email: $email, role: MEMBER) { __typename } }',
  );
  await team.run(invite, { email: guest.email });
  await team.close();
  const link = await linkTo(guest.email, '/invitations/');
  const stranger = await signedIn(browser, inject('bob'));
  await stranger.open(link);
  await look(stranger.page.getByText('There is no such invitation')).toBeVisible();
  await stranger.context.close();
  const { page, context, open, complaints } = await signedIn(browser, guest);
  await open(link);
  await look(page.getByRole('heading', { name: 'Join The Team' })).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('button', { name: /switch organisation/ }).click();
  await look(page.getByRole('menuitemradio', { name: 'The Team' })).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});
