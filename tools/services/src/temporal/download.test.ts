import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { downloadTemporal } from './download.ts';
import { officialArchive } from './release.ts';

let folder: string;
let server: Server;
let origin: string;
let archive: Uint8Array;

/** A server that has an archive as the official ones are, with a small program. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'facet-download-'));
  const source = mkdtempSync(join(tmpdir(), 'facet-archive-'));
  writeFileSync(join(source, 'temporal'), '#!/bin/sh\necho hello\n');
  chmodSync(join(source, 'temporal'), 0o755);
  spawnSync('tar', ['-czf', join(source, 'archive.tar.gz'), '-C', source, 'temporal']);
  archive = readFileSync(join(source, 'archive.tar.gz'));
  rmSync(source, { recursive: true });
  server = createServer((request, response) => {
    if (request.url === '/archive') response.end(archive);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const download = (url: string, sha256: string): Promise<string> => downloadTemporal(folder, {}, { url, sha256 });
const digest = (): string => createHash('sha256').update(archive).digest('hex');

test('an archive with the right checksum gives a program that runs', async () => {
  const program = await download(`${origin}/archive`, digest());
  expect(spawnSync(program, { encoding: 'utf8' }).stdout).toBe('hello\n');
});

test('an archive with another checksum is not unpacked', async () => {
  await expect(download(`${origin}/archive`, '0'.repeat(64))).rejects.toThrow(digest());
  expect(existsSync(join(folder, 'temporal'))).toBe(false);
});

test('a file that is not there and a server that is not there are told apart', async () => {
  await expect(download(`${origin}/other`, digest())).rejects.toThrow('answers 404');
  await expect(download(`http://127.0.0.1:${await freePort()}/archive`, digest())).rejects.toThrow('ECONNREFUSED');
});

test('a checksum is known for Linux and macOS on both kinds of processor', () => {
  for (const platform of ['linux', 'darwin'] as const)
    for (const arch of ['x64', 'arm64'] as const)
      expect(officialArchive(platform, arch)).toMatchObject({
        url: expect.stringMatching(
          new RegExp(`/temporal_cli_1\\.5\\.1_${platform}_${arch === 'x64' ? 'amd64' : arch}\\.tar\\.gz$`),
        ),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
  expect(officialArchive('win32', 'x64')).toBeUndefined();
});
