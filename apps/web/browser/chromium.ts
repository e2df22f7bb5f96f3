import { chromium, type Browser } from '@playwright/test';
import { existsSync } from 'node:fs';

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
const LAUNCH_MS = 120_000;

const EXECUTABLE = existsSync(CHROMIUM) ? CHROMIUM : chromium.executablePath();

export const isChromiumThere = existsSync(EXECUTABLE);

/** A headless Chromium. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS, timeout: LAUNCH_MS });
