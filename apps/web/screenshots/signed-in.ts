import type { Browser, BrowserContextOptions, Page } from '@playwright/test';

/** Where the web application is, and who looks at it. */
export interface Visit {
  readonly web: string;
  /** Where e-mails are read that nobody sends; undefined where others are not to be asked in. */
  readonly api?: string | undefined;
  readonly email: string;
  readonly password: string;
}

const PATIENCE_MS = 120_000;

/** A page of somebody who is signed in. */
export async function signedIn(
  browser: Browser,
  { web, email, password }: Visit,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ baseURL: web, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const answer = await context.request.post('/api/auth/sign-in/email', {
    data: { email, password },
    headers: { origin: new URL(web).origin },
  });
  if (!answer.ok()) throw new Error(`${email} cannot sign in at ${web}: ${answer.status()} ${await answer.text()}`);
  return context.newPage();
}

/** Opens a page, and waits until all that it shows is there. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await settled(page);
}

/** Waits until nothing is on its way, and every picture in sight is drawn. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  // Places of what is still being read pulse.
  await page.waitForFunction(() => !document.querySelector('[data-skeleton]'));
  await page.evaluate(async () => {
    const inSight = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
    await Promise.all(inSight.map((image) => image.decode().catch(() => undefined)));
    await document.fonts.ready;
  });
}
