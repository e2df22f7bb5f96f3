import { newcomer, type Newcomer } from '@facet/client/testing';
import { readSafetensors } from '@facet/safetensors';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { facet, lastLine, model, scratch, type Finished, type StartOptions } from '../facet.ts';

const cat = join(model, 'references', '00-striped-yellow-cat-lying.png');
const { path, remove } = scratch();
afterAll(remove);

/** A user of this machine, whose settings are in a folder of their own. */
const user = (name: string) => ({ HOME: path(name), XDG_CONFIG_HOME: path(name, 'config') });

const outputs: string[] = [];
/** `facet remote ... --json` as a user, as one who is logged in unless it is said otherwise. */
async function remote(args: readonly string[], options: StartOptions & { as?: string } = {}): Promise<Finished> {
  const { as = 'owner', environment, ...rest } = options;
  const finished = await facet(['remote', ...args, '--json'], {
    ...rest,
    environment: { ...user(as), ...environment },
  });
  outputs.push(finished.stdout, finished.stderr);
  return finished;
}

async function succeed(args: readonly string[], options: StartOptions & { as?: string } = {}) {
  const finished = await remote(args, options);
  if (finished.code !== 0) throw new Error(`remote ${args.join(' ')}: ${finished.stdout}${finished.stderr}`);
  return { ...finished, result: lastLine(finished) };
}

async function failure(args: readonly string[], options: StartOptions & { as?: string } = {}) {
  const finished = await remote(args, options);
  return { exitCode: finished.code, ...lastLine(finished).error! };
}

let account: Newcomer;
let key: string;
/** One login and one inversion for all tests. */
let inverted: Awaited<ReturnType<typeof succeed>>;
beforeAll(async () => {
  account = await newcomer(inject('apiUrl'));
  key = await account.createKey('READ', 'WRITE');
  await succeed(['login', `${inject('apiUrl')}/graphql`], { input: `${key}\n` });
  inverted = await succeed(['invert', cat, '--steps', '4', '--name', 'cat', '--library', 'cats', '--out', path('cat')]);
});

const tokenId = (attribute: string): string => {
  const tokens = inverted.result['libraryTokens'] as { id: string; attribute: string }[];
  return tokens.find((token) => token.attribute === attribute)!.id;
};

describe('facet remote export', () => {
  it('writes a zip that other programs read, with what the organisation has, and only for a key that may', async () => {
    const administers = await account.createKey('READ', 'WRITE', 'ADMINISTER');
    const file = path('all.zip');
    const { result } = await succeed(['export', file], { environment: { FACET_API_KEY: administers } });
    expect(result).toMatchObject({ file, bytes: statSync(file).size });
    const listing = spawnSync('python3', ['-m', 'zipfile', '-l', file], { encoding: 'utf8' }).stdout;
    expect(listing).toContain('README.txt');
    expect(listing).toMatch(/tokens?\.json/);
    expect(await failure(['export', path('not.zip')])).toMatchObject({ code: 'forbidden' });
    expect(existsSync(path('not.zip'))).toBe(false);
  });

  it('leaves nothing half where it cannot write', async () => {
    const wrong = await failure(['export', path('cat')]);
    expect(wrong).toMatchObject({ code: 'write-failed' });
  });
});

describe('facet remote login', () => {
  it('keeps the key in a file for its owner alone, which logout deletes', async () => {
    const { result } = await succeed(['login', inject('apiUrl')], { as: 'other', environment: { FACET_API_KEY: key } });
    const file = result['file'] as string;
    expect([result['url'], statSync(file).mode & 0o777]).toEqual([inject('apiUrl'), 0o600]);
    const { result: who } = await succeed(['whoami'], { as: 'other' });
    expect(who).toMatchObject({ viewer: { organization: { name: 'Someone' }, user: null, scopes: ['READ', 'WRITE'] } });
    await succeed(['logout'], { as: 'other' });
    expect(existsSync(file)).toBe(false);
    expect(await failure(['whoami'], { as: 'other' })).toMatchObject({ exitCode: 8, code: 'not-logged-in' });
  });

  it('refuses a key that is not valid, and keeps nothing', async () => {
    const wrong = await failure(['login', inject('apiUrl')], { as: 'wrong', input: 'facet_no_key_of_anyone' });
    expect(wrong).toMatchObject({ exitCode: 8, code: 'unauthenticated' });
    expect(existsSync(path('wrong', 'config'))).toBe(false);
    expect(await failure(['login', inject('apiUrl')], { as: 'wrong' })).toMatchObject({ exitCode: 2, code: 'usage' });
  });

  it('says which address does not answer, and which is no Facet', async () => {
    const silent = await failure(['login', 'http://127.0.0.1:1'], { as: 'wrong', input: key });
    expect(silent).toMatchObject({ exitCode: 8, code: 'unreachable' });
    expect(silent.message).toContain('http://127.0.0.1:1');
    const elsewhere = await failure(['login', `${inject('apiUrl')}/healthz`], { as: 'wrong', input: key });
    expect(elsewhere).toMatchObject({ exitCode: 8, code: 'unexpected-answer' });
  });

  it('sends a stored key to no other address than the one it was given for', async () => {
    const elsewhere = await failure(['whoami'], { environment: { FACET_URL: 'http://127.0.0.1:1' } });
    expect(elsewhere).toMatchObject({ exitCode: 8, code: 'not-logged-in' });
  });
});

describe('facet remote invert', () => {
  it('shows every step and leaves tokens, reference and loss curve in the folder and tokens in the library', async () => {
    const lines = inverted.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; done?: number });
    expect(lines.findLast(({ type }) => type === 'progress')).toMatchObject({ done: 4, total: 4 });
    const { tensors } = readSafetensors(readFileSync(path('cat', 'tokens.safetensors')), 'tokens');
    expect([...tensors.keys()].toSorted()).toEqual(['color', 'layout', 'object', 'style']);
    expect((await sharp(path('cat', 'loss.png')).metadata()).width).toBeGreaterThan(1000);
    expect((await sharp(path('cat', 'reference.png')).metadata()).format).toBe('png');
    const { result } = await succeed(['libraries', 'cats']);
    expect(result['libraries']).toMatchObject([{ name: 'cats', tokenCount: 4 }]);
    const { result: listed } = await succeed(['tokens', '--library', 'cats', '--attribute', 'color']);
    expect(listed).toMatchObject({ totalCount: 1, tokens: [{ id: tokenId('COLOR'), name: 'cat', version: 1 }] });
  });

  it('does not overwrite the tokens of a finished run', async () => {
    const refused = await failure(['invert', cat, '--out', path('cat'), '--resume']);
    expect(refused).toMatchObject({ exitCode: 2, code: 'usage' });
  });

  it('stopped by Ctrl-C is cancelled in the service, and --resume ends the same inversion', async () => {
    const args = ['invert', cat, '--steps', '24', '--name', 'long', '--library', 'cats', '--out', path('long')];
    const stopped = await remote(args, { interruptAt: '"type":"progress"' });
    expect(stopped.code).toBe(130);
    expect(lastLine(stopped).error?.message).toContain(`remote invert ${cat} --out ${path('long')} --resume`);
    const { inversionId } = JSON.parse(readFileSync(path('long', 'remote.json'), 'utf8')) as { inversionId: string };
    const { result } = await succeed(['runs', '--limit', '1']);
    expect(result['inversions']).toMatchObject([{ id: inversionId, status: 'CANCELLED' }]);
    const { result: resumed } = await succeed(['invert', cat, '--out', path('long'), '--resume']);
    expect(resumed).toMatchObject({ id: inversionId, status: 'FINISHED', steps: 24 });
  });

  it('started and left is watched to its end by its id', async () => {
    const args = ['--steps', '4', '--name', 'detached', '--library', 'cats', '--out', path('detached')];
    const { result } = await succeed(['invert', cat, ...args, '--detach']);
    await succeed(['runs', 'watch', result['id'] as string, '--out', path('watched')]);
    expect(existsSync(path('watched', 'tokens.safetensors'))).toBe(true);
  });

  it('refuses what the service does not take: a broken picture, and a key without the scope', async () => {
    const readOnly = { FACET_URL: inject('apiUrl'), FACET_API_KEY: await account.createKey('READ') };
    const forbidden = await failure(['invert', cat, '--out', path('none')], { environment: readOnly });
    expect(forbidden).toMatchObject({ exitCode: 8, code: 'forbidden' });
    const noPicture = await failure(['invert', path('cat', 'loss.svg'), '--out', path('none')]);
    expect(noPicture).toMatchObject({ exitCode: 3, code: 'bad-input' });
  });
});

describe('facet remote compose', () => {
  it('draws with tokens named by folder, name and id, and writes the pictures and a contact sheet', async () => {
    const args = [
      '--color',
      path('cat'),
      '--style',
      `cat@0.5`,
      '--object',
      tokenId('OBJECT'),
      '--layout',
      inverted.result['id'] as string,
    ];
    const { result } = await succeed([
      'compose',
      ...args,
      '--count',
      '2',
      '--steps',
      '3',
      '--seed',
      '7',
      '--out',
      path('pictures'),
    ]);
    expect(result['pictures']).toEqual([7, 8].map((seed) => ({ seed, path: path('pictures', `seed-${seed}.png`) })));
    for (const name of ['seed-7.png', 'seed-8.png', 'contact-sheet.png'])
      expect((await sharp(path('pictures', name)).metadata()).format).toBe('png');

    const [png, data] = [readFileSync(path('pictures', 'seed-7.png')), '"data":'];
    expect([png.includes('facet-recipe'), png.includes(data)]).toEqual([true, false]);
    const fetched = async (metadata: string): Promise<Buffer> => {
      const id = result['id'] as string;
      await succeed(['runs', 'watch', id, '--metadata', metadata, '--out', path(metadata)]);
      return readFileSync(path(metadata, 'seed-7.png'));
    };
    expect((await fetched('none')).includes('facet-recipe')).toBe(false);
    expect((await fetched('recipe-with-tokens')).includes(data)).toBe(true);
  });

  it('makes a picture again from its recipe, with other tokens in the place of its own if they are given', async () => {
    const from = path('pictures', 'seed-7.png');
    await succeed(['compose', '--from', from, '--out', path('again')]);
    expect(readFileSync(path('again', 'seed-7.png'))).toEqual(readFileSync(from));
    const color = ['--color', 'cat@0.1', '--metadata', 'recipe-with-tokens'];
    const { result } = await succeed(['compose', '--from', from, ...color, '--out', path('changed')]);
    expect(result['pictures']).toMatchObject([{ seed: 7 }]);
    expect(readFileSync(path('changed', 'seed-7.png'))).not.toEqual(readFileSync(from));
    // Here, with the tokens that it names: those of the file, or those that it holds.
    const local = (picture: string, ...tokens: string[]) =>
      facet(['compose', '--from', picture, ...tokens, '--out', path('here'), '--json']);
    expect((await local(from, '--color', path('cat'))).code).toBe(0);
    expect((await local(path('changed', 'seed-7.png'))).code).toBe(0);
    const without = await local(from);
    expect([without.code, lastLine(without).error?.message]).toEqual([
      2,
      expect.stringContaining('Give the token file'),
    ]);
  });

  it('refuses a picture without a recipe, and a prompt beside one', async () => {
    expect(await failure(['compose', '--from', cat])).toMatchObject({ exitCode: 3, code: 'recipe-refused' });
    const both = await failure(['compose', 'a cat', '--from', path('pictures', 'seed-7.png')]);
    expect(both).toMatchObject({ exitCode: 2, code: 'usage' });
  });
});

describe('facet remote tokens', () => {
  it('leave as files and come back as tokens of a library', async () => {
    const { result: out } = await succeed(['tokens', 'export', 'cat', '--out', path('native')]);
    const [file] = out['files'] as [string];
    const named = ['--name', 'kitten', '--library', 'kittens'];
    const { result: native } = await succeed(['tokens', 'import', file, ...named]);
    const attributes = (native['tokens'] as { attribute: string }[]).map(({ attribute }) => attribute);
    expect(attributes.toSorted()).toEqual(['COLOR', 'LAYOUT', 'OBJECT', 'STYLE']);
    const single = await succeed(['tokens', 'export', tokenId('COLOR'), '--form', 'single', '--out', path('single')]);
    const [embedding] = single.result['files'] as [string];
    const as = ['--as', 'color', '--word', 'yellow', '--name', 'yellow', '--library', 'kittens'];
    const { result: yellow } = await succeed(['tokens', 'import', embedding, ...as]);
    expect(yellow['tokens']).toMatchObject([{ name: 'yellow', attribute: 'COLOR', library: { name: 'kittens' } }]);
    const refused = await failure(['tokens', 'import', path('cat', 'losses.json'), ...as]);
    expect(refused).toMatchObject({ exitCode: 3, code: 'token-file-refused' });
  });
});

it('no output of any command above shows the key', () => {
  expect(outputs.length).toBeGreaterThan(20);
  for (const output of outputs) expect(output).not.toContain(key);
});
