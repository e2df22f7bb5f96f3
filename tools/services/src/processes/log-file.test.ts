import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openLogFile } from './log-file.ts';
import { readLogLine } from './log-line.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'facet-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const content = (name: string): string => readFileSync(join(folder, name), 'utf8');

test('a new run begins a new file and keeps those of the two runs before', () => {
  for (const run of ['one', 'two', 'three', 'four']) {
    const log = openLogFile(join(folder, 'api.log'));
    log.write(run);
    log.close();
  }
  expect(readdirSync(folder).sort()).toEqual(['api.1.log', 'api.2.log', 'api.log']);
  expect([content('api.log'), content('api.1.log'), content('api.2.log')]).toEqual(['four\n', 'three\n', 'two\n']);
});

test('logs are for the user who runs the service alone', () => {
  const logs = join(folder, 'logs');
  for (const _ of [1, 2]) openLogFile(join(logs, 'api.log')).close();
  const modes = ['', 'api.log', 'api.1.log'].map((name) => statSync(join(logs, name)).mode & 0o077);
  expect(modes).toEqual([0, 0, 0]);
});

test('a log takes no more than three times its limit, however much is written', () => {
  const log = openLogFile(join(folder, 'api.log'), 1000);
  for (let i = 0; i < 1000; i++) log.write(`line ${i} ${'.'.repeat(50)}`);
  log.close();
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  expect(sizes).toHaveLength(3);
  expect(Math.max(...sizes)).toBeLessThan(1000 + 70);
  expect(content('api.log') + content('api.1.log')).toContain('line 999 ');
});

test.each([
  ['{"level":50,"msg":"failed","err":{"message":"no such table"}}', 'error', 'failed: no such table'],
  ['{"level":30,"time":1,"msg":"listening"}', 'info', 'listening'],
  ['{"level":"WARN","msg":"slow","error":"late"}', 'warn', 'slow: late'],
  ['2026-11-24 02:45:33 UTC [7] ERROR:  syntax error', 'error', '2026-11-24 02:45:33 UTC [7] ERROR:  syntax error'],
  ['{not JSON', 'info', '{not JSON'],
])('%s is read as %s', (line, level, message) => {
  const read = readLogLine(line);
  expect(read).toMatchObject({ level, message });
  expect(JSON.parse(read.json)).toMatchObject(line.startsWith('{"') ? {} : { level, msg: line });
});
