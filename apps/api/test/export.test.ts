import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import { addToken, createKey, createLibrary, makeAll } from './make.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ask = async (caller: Caller) =>
  (
    await caller.run(
      'mutation { exportOrganization { __typename ... on OrganizationExport { url files } ... on Error { code } } }',
    )
  ).data.exportOrganization;

/** Unpacked by a program that others have written; the folder. */
async function unpacked(url: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-export-'));
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
  writeFileSync(join(folder, 'all.zip'), Buffer.from(await answer.arrayBuffer()));
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'all.zip'), folder]);
  return folder;
}

async function colleagueOf({ organizationId }: Person, role: string): Promise<Person> {
  const person = await signUp(api);
  await api.admin.query('insert into auth.member (organization_id, user_id, role) values ($1, $2, $3)', [
    decodeId('Organization', organizationId),
    person.userId,
    role,
  ]);
  return { ...person, ...person.within(organizationId), organizationId };
}

test('an archive has all rows with their files, and nothing that is secret or private to others', async () => {
  const owner = await signUp(api);
  const ids = await makeAll(api, owner);
  const colleague = await colleagueOf(owner, 'member');
  await addToken(api, colleague, await createLibrary(colleague, 'unheard-of', 'PRIVATE'), 'unheard-of');
  const linked = await owner.run(
    'mutation ($id: ID!) { createOutputLink(outputId: $id, showsMaker: true) { ... on Output { link { url } } } }',
    { id: ids['Output'] },
  );
  const secret = new URL(linked.data.createOutputLink.link.url).pathname.split('/').at(-1)!;
  const folder = await unpacked((await ask(owner)).url);
  const rows = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { id: string }[];
  for (const [name, kind] of Object.entries({
    organization: 'Organization',
    libraries: 'Library',
    tokens: 'Token',
    pictures: 'Image',
    inversions: 'Inversion',
    compositions: 'Composition',
    grids: 'Grid',
    webhooks: 'Webhook',
    'api-keys': 'ApiKey',
  } as const))
    expect(rows(name).map(({ id }) => id)).toContain(decodeId(kind, ids[kind]!));
  expect(rows('members')).toHaveLength(2);
  expect(rows('audit-events').length).toBeGreaterThan(3);
  const composition = rows('compositions').find(({ id }) => id === decodeId('Composition', ids['Composition']!));
  expect(composition).toMatchObject({
    outputs: [{ link: { createdBy: owner.userId, showsMaker: true, showsRecipe: false } }],
  });
  const token = readFileSync(join(folder, 'tokens', `${decodeId('Token', ids['Token']!)}.safetensors`));
  const header = JSON.parse(token.subarray(8, 8 + Number(token.readBigUInt64LE())).toString());
  expect(JSON.stringify(header['__metadata__'])).toContain('red');
  const output = join(
    folder,
    'compositions',
    decodeId('Composition', ids['Composition']!),
    `${decodeId('Output', ids['Output']!)}.png`,
  );
  expect(readFileSync(output).subarray(1, 4).toString()).toBe('PNG');
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  expect(all).not.toMatch(/unheard-of|sealed|secretHash|"key":/i);
  expect(all).not.toContain(secret);
  rmSync(folder, { recursive: true });
});

test('only an owner, or a key that one answers for, exports; and the address ends with that, and with the time', async () => {
  const owner = await signUp(api);
  const admin = await colleagueOf(owner, 'admin');
  expect((await ask(admin)).code).toBe('FORBIDDEN');
  const { secret } = await createKey(owner, ['READ', 'ADMINISTER']);
  // Which is to read all there is.
  const unread = await createKey(owner, ['WRITE', 'ADMINISTER']);
  expect((await ask(callerOf(api, { authorization: `Bearer ${unread.secret}` }))).code).toBe('FORBIDDEN');
  const { url } = await ask(callerOf(api, { authorization: `Bearer ${secret}` }));
  expect((await fetch(url)).status).toBe(200);
  await api.admin.query('delete from auth.apikey where reference_id = $1', [
    decodeId('Organization', owner.organizationId),
  ]);
  expect((await fetch(url)).status).toBe(403);
  expect((await fetch(url.replace(/.{4}$/, 'AAAA'))).status).toBe(403);
});
