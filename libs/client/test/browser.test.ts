import { startBreakingProxy } from '@facet/stack';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect, inject, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { bundle } from './bundle.ts';
import { demoPicture } from './demo-picture.ts';
import { expectWalked } from './expect-walked.ts';
import type { Walked } from './walk.ts';

/** Serves the page at its origin. */
async function servePage(code: string): Promise<{ close(): void }> {
  const files: Record<string, [type: string, body: string | Buffer]> = {
    '/': ['text/html', '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', code],
    '/cat.png': ['image/png', readFileSync(demoPicture)],
  };
  const server = createServer(({ url }, response) => {
    const [type, body] = files[url!]!;
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  server.listen(Number(new URL(inject('pageOrigin')).port), '127.0.0.1');
  await once(server, 'listening');
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

declare const start: (url: string, email: string) => Promise<Walked>;

test('a page of another origin signs in, uploads with progress, inverts through a dropped socket, composes and downloads', async (context) => {
  const browser = await openBrowser(context);
  const { code, packages } = await bundle(`import { preparePage } from './page.ts'; preparePage();`);
  expect(packages).toEqual(['base', 'client', 'graphql-ws']);
  const [site, proxy] = await Promise.all([servePage(code), startBreakingProxy(inject('apiUrl'))]);
  try {
    const page = await browser.newPage();
    // Playwright's own 30 s are short on a busy machine; the test's limit ends what hangs.
    page.setDefaultTimeout(0);
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    await page.exposeFunction('cut', () => proxy.cut());
    await page.goto(`${inject('pageOrigin')}/`);
    await page.waitForFunction('typeof start === "function"');
    const email = `${randomUUID()}@example.org`;
    const walked = await page.evaluate(([url, who]) => start(url, who), [proxy.url, email] as const);
    expectWalked(walked, statSync(demoPicture).size);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    site.close();
    await proxy.close();
  }
});

test('a page ships the documents that it uses and no others', async () => {
  const { code } = await bundle(
    `import { connect, uploadPicture } from '../src/index.ts'; globalThis.x = [connect, uploadPicture];`,
  );
  expect(code).toContain('mutation CreateUpload');
  for (const other of ['ComposeImages', 'StartInversion', 'query Tokens', 'CreateApiKey'])
    expect(code).not.toContain(other);
});
