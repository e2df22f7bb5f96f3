import type { Browser, Page } from '@playwright/test';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Shot } from './pages.ts';
import { open, settled, signedIn, type Visit } from './signed-in.ts';

const SCREENS = [
  { viewport: { width: 1440, height: 900 }, hasTouch: false },
  { viewport: { width: 390, height: 844 }, hasTouch: true },
] as const;
const SCHEMES = ['light', 'dark'] as const;
/** Sharp text, a few dozen kilobytes. */
const WEBP = { quality: 82, effort: 6 } as const;
/** Nobody looks at more of a long page than this. */
const MAX_HEIGHT = 1800;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Looks at all pages at both widths, light and dark, and leaves no picture of before in the folder. */
export async function shoot(
  browser: Browser,
  visit: Visit,
  shots: readonly Shot[],
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const old of globSync('*.webp', { cwd: folder })) rmSync(join(folder, old));
  for (const { viewport, hasTouch } of SCREENS)
    for (const colorScheme of SCHEMES) {
      const options = { viewport, hasTouch, colorScheme };
      const member = await signedIn(browser, visit, options);
      const context = await browser.newContext({ baseURL: visit.web, ...options });
      const stranger = await context.newPage();
      for (const shot of shots) {
        const page = shot.isPublic ? stranger : member;
        await open(page, shot.path);
        await shot.act?.(page);
        const file = `${shot.name}-${viewport.width}-${colorScheme}.webp`;
        say(file);
        writeFileSync(join(folder, file), await pictureOf(page, shot.isWhole ?? false, viewport));
      }
      await Promise.all([member.context().close(), context.close()]);
    }
}

async function pictureOf(page: Page, isWhole: boolean, viewport: Size): Promise<Buffer> {
  // As if the window were as tall as the page: what is fixed to its edges stays at them.
  const height = isWhole ? await page.evaluate(() => document.documentElement.scrollHeight) : viewport.height;
  await page.setViewportSize({ ...viewport, height: Math.min(height, MAX_HEIGHT) });
  await settled(page);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  await page.setViewportSize(viewport);
  return sharp(png).webp(WEBP).toBuffer();
}
