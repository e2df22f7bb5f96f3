import { newcomer } from '@facet/client/testing';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { shiftsOf, watchShifts, type Shift } from '../browser/shifts.ts';
import { makeTokens } from '../measure/many-tokens.ts';
import { hasBrowser, look, openBrowser, signedIn, visit } from './browser.ts';
import { inPieces } from './in-pieces.ts';
import type { Account } from './service.ts';

/** Several of the pages that the list reads, one after the other. */
const MANY = 400;
/** In pixels: of a part of one that is rounded otherwise. */
const CORRECTION_MAX = 1;
const MOTIONS = ['no-preference', 'reduce'] as const;
const WIDTHS = [390, 1440] as const;
const cases = WIDTHS.flatMap((width) => MOTIONS.map((motion) => [width, motion] as const));

let browser: Browser;
let many: Account;
beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await openBrowser();
  const { client, ...person } = await newcomer(inject('apiUrl'));
  await makeTokens(client, MANY);
  await client.close();
  many = person;
});
beforeEach(({ skip }) => skip(!hasBrowser, 'There is no Chromium; install it with apt-get.'));
afterAll(() => browser?.close());

/** Scrolls to the end, a few pixels a frame: where the window was over the steps that it was asked for, and how tall tokens and their places were. */
const scrollToTheEnd = (page: Page, pixelsPerFrame: number) =>
  page.evaluate(async (pixels) => {
    const steps: { wanted: number; got: number }[] = [];
    const heights = new Set<number>();
    for (let wanted = 0, end = 1; wanted < end;) {
      end = Math.floor(document.documentElement.scrollHeight - innerHeight);
      wanted = Math.min(scrollY + pixels, end);
      scrollTo(0, wanted);
      await new Promise(requestAnimationFrame);
      steps.push({ wanted, got: scrollY });
      for (const item of document.querySelectorAll('li[aria-posinset]'))
        heights.add(item.getBoundingClientRect().height);
    }
    return { steps, heights: [...heights] };
  }, pixelsPerFrame);

test.each(cases)(
  'nothing shifts while a library of many tokens is scrolled to its end, nor does the window go where nobody scrolled it, at %i pixels, motion: %s',
  async (width, reducedMotion) => {
    const { page, context, open, complaints } = await signedIn(browser, many, {
      viewport: { width, height: 900 },
      reducedMotion,
    });
    await watchShifts(page);
    await open('/library');
    // The list has its whole height once its script has taken over.
    await look(page.locator('main ul[style]')).toBeVisible();
    const { steps, heights } = await scrollToTheEnd(page, 150);
    expect(steps.length).toBeGreaterThan(50);
    // What is not read yet has a place that is as tall, to the smallest part of a pixel: over many rows it would add up.
    expect(heights).toHaveLength(1);
    expect(steps.filter(({ wanted, got }) => Math.abs(wanted - got) > CORRECTION_MAX)).toEqual([]);
    await look(page.locator(`li[aria-posinset="${MANY}"] article`)).toBeInViewport();
    expect(await shiftsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

const OF_STRANGERS = ['/sign-in', '/sign-up', '/forgot', '/reset-password', '/invitations/x', '/nowhere'];
const OF_MEMBERS = [
  '/',
  '/runs',
  '/library',
  '/pictures',
  '/compose',
  '/team',
  '/team/usage',
  '/developers',
  '/settings',
];

test.each(WIDTHS)('no page shifts while it comes text by text, at %i pixels', async (width) => {
  const way = await inPieces(inject('webUrl'));
  const options = { viewport: { width, height: 844 }, baseURL: way.url };
  const stranger = await visit(browser, options);
  const member = await signedIn(browser, many, options);
  const shifted: { readonly path: string; readonly shifts: readonly Shift[] }[] = [];
  for (const [{ page, open }, paths] of [
    [stranger, OF_STRANGERS],
    [member, OF_MEMBERS],
  ] as const) {
    await watchShifts(page);
    for (const path of paths) {
      await open(path);
      const shifts = await shiftsOf(page);
      if (shifts.length > 0) shifted.push({ path, shifts });
    }
  }
  expect(shifted).toEqual([]);
  // What is new comes to a member from the API itself, which refuses pages of this other address.
  expect(stranger.complaints).toEqual([]);
  for (const { context } of [stranger, member]) await context.close();
  way.close();
});
