import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** Long enough for each piece to be shown, as over a connection that is slow. */
const PAUSE_MS = 100;

/** What is read comes text by text, each in two halves, and all before and after it at once: wherever a connection may pause. */
function* piecesOf(page: string): Generator<string> {
  const [start, end] = [page.indexOf('<main'), page.indexOf('</main>')];
  let at = start;
  yield page.slice(0, start);
  for (const { 0: text, index } of page.slice(start, end).matchAll(/(?<=>)[^<>]+(?=<)/g))
    for (const cut of [start + index + Math.ceil(text.length / 2), start + index + text.length]) {
      yield page.slice(at, cut);
      at = cut;
    }
  yield page.slice(at);
}

/** A way to the web application on which its pages come piece by piece. */
export async function inPieces(webUrl: string): Promise<{ readonly url: string; close(): void }> {
  const { hostname, port, host } = new URL(webUrl);
  const server = createServer((asked, answer) => {
    const { 'accept-encoding': _, ...headers } = asked.headers;
    const { url: path, method } = asked;
    const far = request({ hostname, port, path, method, headers: { ...headers, host } }, async (got) => {
      answer.writeHead(got.statusCode!, got.headers);
      if (!got.headers['content-type']?.startsWith('text/html')) return void got.pipe(answer);
      for (const piece of piecesOf(await text(got))) {
        answer.write(piece);
        await delay(PAUSE_MS);
      }
      answer.end();
    });
    far.on('error', () => answer.destroy());
    asked.pipe(far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
