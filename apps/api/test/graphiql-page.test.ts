import { chromium, type Browser } from '@playwright/test';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';

/** Of Debian and others; where it is not there, the one that Playwright has installed. */
const CHROMIUM = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path));
const PATIENCE_MS = 60_000;

let api: TestApi;
let browser: Browser;
beforeAll(async () => {
  api = await startApi();
  if (CHROMIUM)
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu'],
      timeout: PATIENCE_MS,
    });
});
beforeEach(({ skip }) =>
  skip(!CHROMIUM && process.env['CI'] === undefined, 'There is no Chromium; install it with apt-get.'),
);
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

test('in a browser GraphiQL comes up and reads the schema under its policy, which lets no script in that is not its own and nothing out to others', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // There is no icon.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(api.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
  });

  const answer = page.waitForResponse(
    async (response) => response.url() === `${api.url}/graphql` && (await response.text()).includes('"__schema"'),
  );
  await page.goto(`${api.url}/graphiql`);
  await answer;
  await page.getByRole('button', { name: 'Execute query' }).waitFor();
  expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });

  // What somebody would bring in does not run, and does not get out.
  const outcome = await page.evaluate(async () => {
    const refused: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.wasRun = true';
    document.body.append(script);
    const away = await fetch('https://evil.example/', { mode: 'no-cors' }).then(
      () => 'sent',
      () => 'kept',
    );
    const frame = document.createElement('iframe');
    frame.src = 'https://evil.example/';
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { wasRun: 'wasRun' in window, away, refused: [...new Set(refused)].toSorted() };
  });
  expect(outcome).toEqual({ wasRun: false, away: 'kept', refused: ['connect-src', 'frame-src', 'script-src-elem'] });
  await context.close();
});
