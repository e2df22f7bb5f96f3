import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from './atomic-write.ts';

const writer = fileURLToPath(new URL('../../test/support/write-file.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'facet-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes `bytes` bytes in a child process and returns what it reported. */
function writeInChild(path: string, bytes: number, limitBlocks?: number) {
  const node = [process.execPath, writer, path, String(bytes)];
  // The kernel's file-size limit makes writes fail half-way for real; the signal it also sends must be ignored.
  const limited = ['sh', '-c', `trap '' XFSZ; ulimit -f ${limitBlocks}; exec "$0" "$@"`, ...node];
  const [command, ...args] = limitBlocks === undefined ? node : limited;
  const { stdout, stderr } = spawnSync(command!, args, { encoding: 'utf8' });
  return stdout + stderr;
}

/** A file system of 64 KiB, or undefined where mounting is not allowed. */
function tinyFileSystem(): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    return undefined;
  }
}

describe('atomic writes', () => {
  it('replace a file and leave nothing else behind', async () => {
    const path = join(folder, 'x');
    await writeFileAtomic(path, Uint8Array.of(1));
    await writeFileAtomic(path, Uint8Array.of(2, 3));
    expect([...readFileSync(path)]).toEqual([2, 3]);
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it.skipIf(process.platform === 'win32')(
    'that the kernel stops half-way keep the last good file and say disk-full',
    () => {
      const path = join(folder, 'x');
      expect(writeInChild(path, 1000, 64)).toContain('written');
      const report = writeInChild(path, 500_000, 64);
      expect(report).toContain('disk-full');
      expect(report).toContain(path);
      expect(readFileSync(path)).toHaveLength(1000);
      expect(readdirSync(folder)).toEqual(['x']);
    },
  );

  it('on a full disk keep the last good file, where a small file system can be mounted', () => {
    const mounted = tinyFileSystem();
    if (mounted === undefined) return;
    try {
      const path = join(mounted, 'x');
      expect(writeInChild(path, 30_000)).toContain('written');
      const report = writeInChild(path, 50_000);
      expect(report).toContain('disk-full');
      expect(report).toContain('ENOSPC');
      expect(readFileSync(path)).toHaveLength(30_000);
      expect(readdirSync(mounted)).toEqual(['x']);
    } finally {
      execFileSync('umount', [mounted]);
    }
  });

  it('into a folder that does not exist say io and name the path', async () => {
    await expect(writeFileAtomic(join(folder, 'no', 'x'), Uint8Array.of(1))).rejects.toMatchObject({
      code: 'io',
      message: expect.stringContaining(join(folder, 'no', 'x')) as string,
    });
  });
});
