import { delimiter, join } from 'node:path';
import type { StartContext } from '../processes/running.ts';
import { spawnGroup } from '../processes/spawn-group.ts';
import { version } from './release.ts';
import { executable, which } from './which.ts';

const SAY_EVERY_MS = 15_000;

/** Go's own installer puts it where few have it on their PATH. */
const usualFolders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/go/bin'];

/**
 * Builds the Temporal CLI with Go into `folder` and returns the program's path; says every quarter of a minute how far it is.
 * Throws an Error that says what failed.
 * @param folders where to look for `go`
 */
export async function buildTemporal(
  folder: string,
  { say, signal }: StartContext,
  folders: readonly string[] = usualFolders,
): Promise<string> {
  const go = which('go', folders.join(delimiter));
  if (!go) throw new Error('Go is not installed');
  say?.(`Building Temporal ${version} with Go, once for this user; it takes about six minutes on two cores ...`);
  const begin = Date.now();
  let downloaded = 0;
  let compiled = 0;
  const onLog = (line: string): void => {
    if (line.startsWith('go: downloading')) downloaded++;
    else if (!line.startsWith('go:')) compiled++;
  };
  const progress = setInterval(() => {
    const seconds = Math.round((Date.now() - begin) / 1000);
    say?.(`Building Temporal: ${seconds} s, ${downloaded} modules downloaded, ${compiled} packages compiled ...`);
  }, SAY_EVERY_MS);
  try {
    const build = await spawnGroup(
      {
        name: 'go',
        command: go,
        args: ['install', '-v', '-ldflags=-s -w', `github.com/temporalio/cli/cmd/temporal@v${version}`],
        // Outside every Go module, whose settings would count.
        cwd: folder,
        env: { CGO_ENABLED: '0', GOBIN: folder },
      },
      onLog,
    );
    const stop = (): void => void build.stop();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    const how = await build.ended;
    signal?.removeEventListener('abort', stop);
    signal?.throwIfAborted();
    if (build.exitCode() !== 0) throw new Error(`go install ${how}. ${build.tail.describe()}`);
  } finally {
    clearInterval(progress);
  }
  return join(folder, executable('temporal'));
}
