import { connect, listTokens, signIn } from '@facet/client';
import { temporalProgram } from '@facet/services';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { descendants, failure, isAlive, startFacet, type Event, type Started } from './started.ts';

const root = join(import.meta.dirname, '..', '..', '..');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'facet-start-'));
  await temporalProgram({ say: console.error });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ofType = (type: string) => (event: Event) => event['type'] === type;
const says = (text: string) => (event: Event) => event['type'] === 'log' && String(event['message']).includes(text);

const state = (...path: string[]): string => join(folder, 'state', ...path);
const linesOf = (log: string): { pid: number }[] =>
  readFileSync(state('logs', log), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { pid: number });
/** Ids of what the demo has made so far. */
const made = (): Record<string, string> =>
  (JSON.parse(readFileSync(state('demo', 'made.json'), 'utf8')) as { ids: Record<string, string> }).ids;

async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await delay(20);
}

/** Tests in the order of a user's first day; each goes on with what the one before left. */
describe('one state folder', () => {
  let interrupted: Record<string, string>;

  test('Ctrl-C in the middle of the first demo ends everything that was started', async () => {
    const first = startFacet(['--state', state()]);
    await first.event(ofType('progress'));
    interrupted = made();
    const below = descendants(first.child.pid!);
    expect(below.length).toBeGreaterThan(5);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(130);
    expect(first.events.some((event) => 'error' in event)).toBe(false);
    await gone(below);
  });

  test('with --once the next start finishes that demo, and ends with pictures and verdicts', async () => {
    const next = startFacet(['--once', '--state', state()]);
    expect(await next.ended).toBe(0);
    const result = await next.event(ofType('result'));
    expect(made()).toMatchObject(interrupted);
    const pictures = result['pictures'] as string[];
    expect(pictures).toHaveLength(2);
    for (const file of [...pictures, String(result['contactSheet'])])
      expect((await sharp(file).metadata()).format).toBe('png');
    expect(Object.keys(result['successRates'] as object)).toEqual(['color', 'style', 'object', 'layout', 'all']);
    const notes = next.events.map(({ message }) => String(message));
    const seen = notes.find((note) => note.startsWith('The first page: '))?.slice('The first page: '.length);
    const look = seen === undefined ? notes.join(' ') : (await sharp(seen).metadata()).format;
    expect(look).toMatch(/^png$|There is no Chromium/);
  });

  test('secrets are for their owner only, and every line of the logs is JSON', () => {
    const modes = ['secrets.json', join('demo', 'access.json')].map((name) => statSync(state(name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
    const logs = readdirSync(state('logs'));
    expect(logs).toEqual(expect.arrayContaining(['api.log', 'worker.log', 'web.log', 'postgres.log', 'temporal.log']));
    for (const log of logs) expect(linesOf(log).length).toBeGreaterThan(0);
  });

  describe('a later start', () => {
    let later: Started;
    let ready: Event;
    beforeAll(async () => {
      later = startFacet(['--state', state()]);
      ready = await later.event(ofType('ready'));
    });
    afterAll(async () => {
      later.child.kill('SIGKILL');
      await later.ended;
    });

    const url = (): string => String(ready['api']);
    const tokenCount = async (): Promise<number> => {
      const client = connect({ url: url(), credentials: { apiKey: String(ready['apiKey']) } });
      return (await listTokens(client).take(1)).totalCount;
    };

    test('keeps the data and does not do the demo again', async () => {
      expect(later.events.filter(ofType('progress'))).toEqual([]);
      expect(await tokenCount()).toBe(8);
    });

    test('lets the demo user sign in, at the API and by way of the web application', async () => {
      const { email, password } = ready['signIn'] as { email: string; password: string };
      const web = String(ready['web']);
      for (const at of [url(), web]) expect((await signIn({ url: at, email, password })).user.email).toBe(email);
      expect(await (await fetch(`${web}/sign-in`)).text()).toContain('Welcome back');
    });

    test('keeps a second start off its folder, which is told which process to stop', async () => {
      const message = await failure(startFacet(['--state', state()]));
      expect(message).toContain(`kill ${later.child.pid}`);
    });

    test('starts a worker again that was killed, and nothing else', async () => {
      const [worker, api] = ['worker.log', 'api.log'].map((log) => linesOf(log).at(-1)!.pid) as [number, number];
      process.kill(worker, 'SIGKILL');
      await later.event(says('It runs again.'));
      expect(isAlive(worker)).toBe(false);
      expect(isAlive(api)).toBe(true);
      expect(await tokenCount()).toBe(8);
    });

    test('starts the API again that was killed, where it was, and nothing else', async () => {
      const [worker, api] = ['worker.log', 'api.log'].map((log) => linesOf(log).at(-1)!.pid) as [number, number];
      process.kill(api, 'SIGKILL');
      await later.event((event) => event['process'] === 'api' && says('It runs again.')(event));
      expect(isAlive(api)).toBe(false);
      expect(isAlive(worker)).toBe(true);
      expect(await tokenCount()).toBe(8);
    });

    test('ends all by Ctrl-C', async () => {
      const below = descendants(later.child.pid!);
      later.child.kill('SIGINT');
      expect(await later.ended).toBe(130);
      await gone(below);
    });
  });
});

test('npm start -- --help explains options and environment, and starts nothing', () => {
  const { status, stdout } = spawnSync('npm', ['start', '--silent', '--', '--help'], { cwd: root, encoding: 'utf8' });
  expect(status).toBe(0);
  for (const name of ['--once', '--state', 'DATABASE_URL', 'TEMPORAL_ADDRESS', 'S3_BUCKET', 'FACET_MODELS'])
    expect(stdout).toContain(name);
});
