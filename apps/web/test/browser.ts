import {
  expect as see,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { expect, inject } from 'vitest';
import { isChromiumThere, openChromium } from '../browser/chromium.ts';
import type { Account } from './service.ts';

/** Playwright's own 5 s are short on a busy machine. */
const PATIENCE_MS = 120_000;

/** Looks at a page until it is as expected. */
export const look = see.configure({ timeout: PATIENCE_MS });

/** Whether there is a Chromium; where there is none, tests of pages are skipped. */
export const hasBrowser = isChromiumThere || process.env['CI'] !== undefined;

export const openBrowser = openChromium;

/** A browser of its own, as another person or another device has one. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser has complained about: errors of scripts, and what the policy for scripts and styles has refused. */
  readonly complaints: string[];
  /** Opens a page and waits until its script has taken over. */
  open(path: string): Promise<void>;
}

export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: inject('webUrl'), ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // What is refused by the server on purpose is in the console, too.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return {
    context,
    page,
    complaints,
    async open(path) {
      await page.goto(path);
      await hydrated(page);
    },
  };
}

/** What is clicked or typed before the page's script has taken over is lost. */
export const hydrated = (page: Page): Promise<void> =>
  page.locator('html[data-hydrated]').waitFor({ state: 'attached' });

/** Signs in without the form, whose test is another one. */
export async function signedIn(
  browser: Browser,
  { email, password, organizationId }: Account,
  options?: BrowserContextOptions,
): Promise<Visitor> {
  const url = options?.baseURL ?? inject('webUrl');
  const visitor = await visit(browser, options);
  const { context } = visitor;
  const answer = await context.request.post('/api/auth/sign-in/email', {
    data: { email, password },
    headers: { origin: url },
  });
  expect(answer.status()).toBe(200);
  await context.addCookies([{ name: 'facet-organization', value: organizationId, url }]);
  return visitor;
}
