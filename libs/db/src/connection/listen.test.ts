import type { ChangeEvent } from '@facet/contracts';
import { createServer, connect as connectSocket, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { grantLibrary, newComposition, sharedLibrary, tokenContent } from '../../test/make.ts';
import { newParty, type Party } from '../../test/party.ts';
import {
  addOutput,
  addTokens,
  claimRun,
  createLibrary,
  deleteComposition,
  deleteLibrary,
  finishComposition,
  listenForChanges,
  moveTokens,
  revokeGrant,
  saveBoardDraft,
  startComposition,
  updateLibrary,
} from '../index.ts';

let it: TestDatabase;
let giver: Party;
let taker: Party;
const heard: ChangeEvent[] = [];
let gaps = 0;
let stop: () => Promise<void>;
const listener = { onChange: (change: ChangeEvent) => void heard.push(change), onGap: () => void gaps++ };
beforeAll(async () => {
  it = await createTestDatabase();
  [giver, taker] = [await newParty(it), await newParty(it)];
  stop = await listenForChanges(it.appUrl, listener);
});
afterAll(async () => {
  await stop();
  await it.close();
});

let marks = 0;

/** Until all is heard that was committed before: NOTIFY keeps the order in which transactions commit. */
async function caughtUp(): Promise<void> {
  const mark = `mark ${marks++}`;
  await it.admin.query(`select pg_notify('facet_changes', jsonb_build_object('organizationId', null, 'kind', 'Session',
    'change', 'deleted', 'ids', array['${mark}'], 'audience', null, 'userIds', '[]'::jsonb)::text)`);
  await expect.poll(() => heard.some(({ ids }) => ids[0] === mark)).toBe(true);
  heard.pop();
}

/** What is announced of these kinds by `work`, as `organisation kind change audience users`. */
async function announced(kinds: readonly string[], work: () => Promise<unknown>): Promise<string[]> {
  await caughtUp();
  heard.length = 0;
  await work();
  await caughtUp();
  const names = new Map<unknown, string>([
    [giver.id, 'giver'],
    [taker.id, 'taker'],
    [giver.actor.id, "giver's owner"],
  ]);
  return heard
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ organizationId, kind, change, audience, userIds }) =>
      [names.get(organizationId), kind, change, audience, ...userIds.map((id) => names.get(id))].join(' '),
    )
    .toSorted();
}

test('a private library is announced to its creator alone, and to the others once it is shared, and when it is no more', async () => {
  const made = await announced(['Library'], () =>
    giver.inside((t) => createLibrary(t, giver.actor, { name: 'own', visibility: 'private' })),
  );
  expect(made).toEqual(["giver Library created  giver's owner"]);
  const [{ ids }] = heard as [ChangeEvent];
  const id = ids[0] as Parameters<typeof updateLibrary>[2];
  for (const visibility of ['organization', 'private'] as const)
    expect(
      await announced(['Library'], () => giver.inside((t) => updateLibrary(t, giver.actor, id, { visibility }))),
    ).toEqual(["giver Library changed members giver's owner"]);
  expect(
    await announced(['Library', 'Token'], () =>
      giver.inside((t) => addTokens(t, giver.actor, id, [tokenContent('mine')], { source: 'import' })),
    ),
  ).toEqual(["giver Library changed  giver's owner", "giver Token created  giver's owner"]);
});

test('whoever a library is granted to is told of it and of its tokens, from the grant until it is revoked', async () => {
  const library = await giver.inside((t) => sharedLibrary(t, giver.actor, 'granted'));
  const add = (name: string) => () =>
    giver.inside((t) => addTokens(t, giver.actor, library.id, [tokenContent(name)], { source: 'import' }));
  const kinds = ['Library', 'Token', 'LibraryGrant'];
  const own = ['giver Library changed members', 'giver Token created members'];
  expect(await announced(kinds, add('before'))).toEqual(own);
  expect(await announced(kinds, () => giver.inside((t) => grantLibrary(t, giver.actor, library.id, taker.id)))).toEqual(
    ['giver Library changed members', 'giver LibraryGrant created members', 'taker Library created members'],
  );
  expect(await announced(kinds, add('between'))).toEqual([
    ...own,
    'taker Library changed members',
    'taker Token created members',
  ]);
  expect(
    await announced(kinds, () =>
      giver.inside((t) => revokeGrant(t, giver.actor, library.id, { organizationId: taker.id })),
    ),
  ).toEqual(['giver Library changed members', 'giver LibraryGrant deleted members', 'taker Library deleted members']);
  expect(await announced(kinds, add('after'))).toEqual(own);
});

test('a token that moves into a private library is announced to those who saw it and to the one who sees it', async () => {
  const from = await giver.inside((t) => sharedLibrary(t, giver.actor, 'from'));
  const to = await giver.inside((t) => createLibrary(t, giver.actor, { name: 'to', visibility: 'private' }));
  const [token] = await giver.inside((t) =>
    addTokens(t, giver.actor, from.id, [tokenContent('moved')], { source: 'import' }),
  );
  expect(await announced(['Token'], () => giver.inside((t) => moveTokens(t, giver.actor, [token!], to.id)))).toEqual([
    "giver Token changed members giver's owner",
  ]);
});

test('a composition of private tokens is announced to its maker alone, and so is its end, with its pictures', async () => {
  for (const [visibility, readers] of [
    ['private', " giver's owner"],
    ['organization', 'members'],
  ] as const) {
    const library = await giver.inside((t) => createLibrary(t, giver.actor, { name: `of ${visibility}`, visibility }));
    const [tokenId] = await giver.inside((t) =>
      addTokens(t, giver.actor, library.id, [tokenContent('drawn')], { source: 'import' }),
    );
    const slots = [{ attribute: 'color' as const, tokenId: tokenId!, strength: 1 }];
    const id = await giver.inside(async (t) => {
      const started = await startComposition(t, giver.actor, newComposition({ slots, seeds: [1] }));
      await claimRun(t, 'composition', started.id);
      await addOutput(t, started.id, PICTURE);
      await finishComposition(t, started.id);
      return started.id;
    });
    const end = () => it.database.withOrganization(giver.id, (t) => deleteComposition(t, id), giver.actor);
    const told = await announced(['Composition', 'Output'], end);
    expect(told).toContain(`giver Composition deleted ${readers}`);
    expect(told.every((each) => each.endsWith(readers))).toBe(true);
  }
});

const PICTURE = {
  index: 0,
  seed: 1,
  storageKey: 'k',
  width: 8,
  height: 8,
  bytes: 9,
  sha256: 'a'.repeat(64),
  holdsTokens: false,
};

const undone = (): Promise<never> =>
  giver.inside(async (t) => {
    await saveBoardDraft(t, giver.actor, { more: 1 });
    throw new Error('undo');
  });

test('a board is announced to its user, and what is rolled back to nobody', async () => {
  expect(await announced(['BoardDraft'], () => giver.inside((t) => saveBoardDraft(t, giver.actor, {})))).toEqual([
    "giver BoardDraft created  giver's owner",
  ]);
  expect(await announced(['BoardDraft'], () => undone().catch(() => undefined))).toEqual([]);
});

const change = (text: string, values: unknown[]) => it.admin.query<{ id: string }>(text, values);

test('the end of a session, of a membership and of a key is announced, and that a key is used is not', async () => {
  const { actor } = taker;
  const session = await change(
    `insert into auth.session (user_id, token, expires_at) values ($1, 'token', now()) returning id`,
    [actor.id],
  );
  const key = await change(`insert into auth.apikey (reference_id, key) values ($1, 'hash') returning id`, [taker.id]);
  const kinds = ['Session', 'Member', 'ApiKey'];
  expect(
    await announced(['ApiKey'], () =>
      change('update auth.apikey set last_request = now(), request_count = 7 where id = $1', [key.rows[0]!.id]),
    ),
  ).toEqual([]);
  expect(
    await announced(['ApiKey'], () =>
      change('update auth.apikey set enabled = false where id = $1', [key.rows[0]!.id]),
    ),
  ).toEqual(['taker ApiKey changed administrators']);
  await announced(kinds, () => change('delete from auth."user" where id = $1', [actor.id]));
  expect(heard).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'Session', change: 'deleted', ids: [session.rows[0]!.id], userIds: [actor.id] }),
      expect.objectContaining({ kind: 'Member', change: 'deleted', organizationId: taker.id, userIds: [actor.id] }),
    ]),
  );
});

test('a statement on a thousand rows announces each of them once', async () => {
  const library = await giver.inside((t) => sharedLibrary(t, giver.actor, 'many'));
  const contents = Array.from({ length: 1000 }, (_, i) => tokenContent(`token ${i}`));
  const ids = await giver.inside((t) => addTokens(t, giver.actor, library.id, contents, { source: 'import' }));
  await announced(['Token'], () =>
    giver.inside((t) => deleteLibrary(t, giver.actor, library.id, { withTokens: true })),
  );
  const told = heard.filter(({ kind, change }) => kind === 'Token' && change === 'deleted').flatMap((e) => e.ids);
  expect(told.toSorted()).toEqual([...ids].toSorted());
});

test('a connection that breaks is a gap, and so is a message that is not understood', async () => {
  gaps = 0;
  await it.admin.query(`select pg_notify('facet_changes', '{"kind": "of a newer version"}')`);
  await expect.poll(() => gaps).toBe(1);
  await it.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'facet-listen'`,
  );
  await expect.poll(() => gaps).toBe(2);
  expect(
    await announced(['Library'], () => giver.inside((t) => sharedLibrary(t, giver.actor, 'after the gap'))),
  ).toHaveLength(1);
});

test('a connection that falls silent is noticed and replaced', async () => {
  const { port, hostname } = new URL(it.appUrl);
  const sockets: Socket[] = [];
  const between = createServer((incoming) => {
    const outgoing = connectSocket(Number(port), hostname);
    incoming.pipe(outgoing).pipe(incoming);
    for (const socket of [incoming, outgoing]) sockets.push(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => void between.listen(0, '127.0.0.1', resolve));
  const through = new URL(it.appUrl);
  through.host = `127.0.0.1:${(between.address() as AddressInfo).port}`;
  let missed = 0;
  const end = await listenForChanges(through.href, { onChange: () => undefined, onGap: () => void missed++ });
  for (const socket of sockets) socket.unpipe().pause();
  await expect.poll(() => missed, { interval: 500 }).toBe(1);
  await end();
  for (const socket of sockets) socket.destroy();
  between.close();
});
