/**
 * How the library of many tokens comes up and scrolls: `npm run measure -w @facet/web -- [--tokens 10000] [--seconds 5] [--rounds 3]`. A
 * real service and a Chromium. Of several rounds the best is given: what else a machine does makes one worse, and none better.
 */
import { connect, signUpInDevelopment } from '@facet/client';
import { print } from 'graphql';
import { freePort } from '@facet/services';
import { startStack } from '@facet/stack';
import { parseArgs } from 'node:util';
import { openChromium } from '../browser/chromium.ts';
import { shiftsOf, watchShifts } from '../browser/shifts.ts';
import { LibraryPageDocument } from '../src/library/library-page.graphql.ts';
import { open, signedIn, type Visit } from '../screenshots/signed-in.ts';
import { firstPaint, type FirstPaint } from './first-paint.ts';
import { makeTokens } from './many-tokens.ts';
import { scroll } from './scroll.ts';
import { traced, type Work } from './trace.ts';

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    // Of a service that runs, in which somebody has the tokens already.
    web: { type: 'string' },
    email: { type: 'string', default: 'many@example.org' },
    password: { type: 'string', default: 'a long password' },
  },
});
const [tokens, seconds, rounds] = [Number(values.tokens), Number(values.seconds), Number(values.rounds)];
const say = (line: string): void => console.log(line);
const VISITS = 10;

/** The entry at this share of the sorted ones. */
const at = (entries: readonly number[], share: number): number =>
  entries.toSorted((a, b) => a - b)[Math.floor((entries.length - 1) * share)]!;
const milliseconds = (entries: readonly number[], share: number): string => `${at(entries, share).toFixed(1)} ms`;

/** What took the longest, for each second of scrolling. */
const most = (work: Work): string =>
  [...work]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 8)
    .map(([name, spent]) => `${name} ${(spent / seconds).toFixed(0)}`)
    .join(', ');

async function measure(visit: Visit): Promise<void> {
  const browser = await openChromium();
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])
    for (const pixelsPerFrame of [20, 200]) {
      const found = [];
      for (let round = 0; round < rounds; round++) {
        const page = await signedIn(browser, visit, { viewport });
        await watchShifts(page);
        await open(page, '/library');
        const { result, main, drawing } = await traced(browser, page, () => scroll(page, pixelsPerFrame, seconds));
        const shift = (await shiftsOf(page)).reduce((sum, { score }) => sum + score, 0);
        found.push({ ...result, main, drawing, shift });
        await page.context().close();
      }
      const { frames, long, main, drawing } = found.toSorted((a, b) => b.frames.length - a.frames.length)[0]!;
      const perSecond = frames.length / (frames.reduce((sum, frame) => sum + frame, 0) / 1000);
      say(
        `${viewport.width} px, ${pixelsPerFrame} px a frame: ${perSecond.toFixed(1)} frames a second, median ${milliseconds(frames, 0.5)}, ` +
          `95 % under ${milliseconds(frames, 0.95)}, ${long.length} of ${frames.length} over 50 ms, ` +
          `largest shift of all rounds ${Math.max(...found.map(({ shift }) => shift)).toFixed(4)}`,
      );
      say(`  milliseconds a second, main thread: ${most(main)}`);
      say(`  milliseconds a second, drawing: ${most(drawing)}`);
    }
  const page = await signedIn(browser, visit, { viewport: { width: 1440, height: 900 } });
  const document = print(LibraryPageDocument);
  await open(page, '/library');
  const visits: FirstPaint[] = [];
  for (let number = 0; number < VISITS; number++) visits.push(await firstPaint(page.context(), document));
  const median = (of: (each: FirstPaint) => number): string => milliseconds(visits.map(of), 0.5);
  say(
    `First paint of ${VISITS} visits, medians: the API's answer ${median(({ answer }) => answer)}, the page's first byte ` +
      `${median(({ firstByte }) => firstByte)}, its first paint ${median(({ paint }) => paint)}`,
  );
  await browser.close();
}

const { web: given, email, password } = values;
const person = { email, password };
if (given !== undefined) await measure({ web: given, ...person });
else {
  const port = await freePort();
  const web = `http://127.0.0.1:${port}`;
  const stack = await startStack({ environment: { FACET_WEB_ORIGINS: web, FACET_WEB_URL: web } });
  try {
    const [api] = await Promise.all([stack.startApi(), stack.startWorker()]);
    await stack.startWeb(api, port);
    const client = connect({
      url: api.url,
      credentials: await signUpInDevelopment({ url: api.url, name: 'Many', ...person }),
    });
    await makeTokens(client, tokens, say);
    await client.close();
    await measure({ web, ...person });
  } finally {
    await stack.close();
  }
}
