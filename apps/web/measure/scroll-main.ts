/**
 * How the library of many tokens scrolls: `npm run measure -w @facet/web -- [--tokens 10000] [--seconds 10]`. A real service and a
 * Chromium; every frame's time is that between two of the browser's animation frames while the page is scrolled.
 */
import { connect, signUpInDevelopment } from '@facet/client';
import type { Page } from '@playwright/test';
import { freePort } from '@facet/services';
import { startStack } from '@facet/stack';
import { parseArgs } from 'node:util';
import { openChromium } from '../browser/chromium.ts';
import { shiftsOf, watchShifts } from '../browser/shifts.ts';
import { open, signedIn } from '../screenshots/signed-in.ts';
import { makeTokens } from './many-tokens.ts';

const { values } = parseArgs({
  options: { tokens: { type: 'string', default: '10000' }, seconds: { type: 'string', default: '10' } },
});
const say = (line: string): void => console.log(line);
const [tokens, seconds] = [Number(values.tokens), Number(values.seconds)];

/** Runs in the page: scrolls at a steady pace, and gives the time of every frame and what the browser calls a long one. */
async function scroll(page: Page, pixelsPerFrame: number) {
  return page.evaluate(
    async ([pixels, milliseconds]) => {
      const long: number[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) long.push(entry.duration);
      }).observe({ type: 'long-animation-frame' });
      const frames: number[] = [];
      const begun = performance.now();
      let before = begun;
      while (before - begun < milliseconds) {
        window.scrollBy(0, pixels);
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        frames.push(now - before);
        before = now;
      }
      return { frames: frames.slice(1), long };
    },
    [pixelsPerFrame, seconds * 1000] as const,
  );
}

const port = await freePort();
const web = `http://127.0.0.1:${port}`;
const stack = await startStack({ environment: { FACET_WEB_ORIGINS: web, FACET_WEB_URL: web } });
try {
  const [api] = await Promise.all([stack.startApi(), stack.startWorker()]);
  await stack.startWeb(api, port);
  const person = { email: 'many@example.org', password: 'a long password' };
  const client = connect({
    url: api.url,
    credentials: await signUpInDevelopment({ url: api.url, name: 'Many', ...person }),
  });
  await makeTokens(client, tokens, say);
  await client.close();
  const browser = await openChromium();
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])
    for (const pixelsPerFrame of [20, 200]) {
      const page = await signedIn(browser, { web, ...person }, { viewport });
      await watchShifts(page);
      await open(page, '/library');
      const { frames, long } = await scroll(page, pixelsPerFrame);
      const shift = (await shiftsOf(page)).reduce((sum, { score }) => sum + score, 0);
      const sorted = frames.toSorted((a, b) => a - b);
      const at = (share: number): string => sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(1);
      const worst = Math.max(0, ...long).toFixed(0);
      say(
        `${viewport.width} px, ${pixelsPerFrame} px a frame: ${frames.length} frames, median ${at(0.5)} ms, 95 % under ${at(0.95)} ms, ` +
          `${long.length} longer than 50 ms (worst ${worst} ms), layout shift ${shift.toFixed(4)}`,
      );
      await page.context().close();
    }
  await browser.close();
} finally {
  await stack.close();
}
