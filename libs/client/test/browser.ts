import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import type { TestContext } from 'vitest';

/** Of Debian and others; where it is not there, the one that Playwright has installed. */
const CHROMIUM = '/usr/bin/chromium';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium. Where there is none the test is skipped, except in continuous integration. */
export async function openBrowser(context: TestContext): Promise<Browser> {
  const executablePath = existsSync(CHROMIUM) ? CHROMIUM : chromium.executablePath();
  if (!process.env['CI'] && !existsSync(executablePath))
    return context.skip(`There is no Chromium at ${CHROMIUM} nor one of Playwright; install it with apt-get.`);
  return chromium.launch({ executablePath, args: ARGUMENTS, timeout: 120_000 });
}
