/** A picture of the first page after signing in: `first-page.ts <web> <file>`, with FACET_EMAIL and FACET_PASSWORD in the environment. */
import { isChromiumThere, openChromium } from '../browser/chromium.ts';
import { open, signedIn } from './signed-in.ts';

const [web, file] = process.argv.slice(2);
const { FACET_EMAIL: email, FACET_PASSWORD: password } = process.env;
if (!web || !file || !email || !password) throw new Error('Name the web application, a file and who signs in.');
if (isChromiumThere) {
  const browser = await openChromium();
  const page = await signedIn(browser, { web, email, password }, { viewport: { width: 1440, height: 900 } });
  await open(page, '/');
  await page.screenshot({ path: file, animations: 'disabled' });
  await browser.close();
  console.log(`The first page: ${file}`);
} else console.log('There is no Chromium, so nobody has looked at the first page.');
