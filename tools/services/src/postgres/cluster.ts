import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceError } from '../errors.ts';
import { serverAccount } from './account.ts';

/** Kept in the data folder, which only the server's account may read. */
export const PASSWORD_FILE = 'facet-superuser-password';

/**
 * How the programs name their data folder. They are started inside it, so that folders above it need not be open to the
 * server's account: root's clone may be in /root.
 */
export const dataPath = (directory: string): string => (process.platform === 'linux' ? '/proc/self/cwd' : directory);

/** Makes the database cluster if the folder has none. Returns the password of the superuser `postgres`. */
export function ensureCluster(initdb: string, directory: string): string {
  const passwordFile = join(directory, PASSWORD_FILE);
  if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8');
  // A folder without the password file is one whose making was interrupted.
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o700);
  own(directory);
  const password = randomBytes(24).toString('base64url');
  const secrets = mkdtempSync(join(tmpdir(), 'facet-initdb-'));
  try {
    const file = join(secrets, 'password');
    writeFileSync(file, password);
    own(secrets);
    own(file);
    const options = `--username=postgres --auth=scram-sha-256 --encoding=UTF8 --locale=C
      --locale-provider=builtin --builtin-locale=C.UTF-8 --no-instructions --no-sync`;
    const result = spawnSync(initdb, ['-D', dataPath(directory), '--pwfile', file, ...options.split(/\s+/)], {
      ...serverAccount,
      cwd: directory,
      encoding: 'utf8',
    });
    if (result.status !== 0)
      throw new ServiceError(
        'start-failed',
        `PostgreSQL could not make its data folder ${directory}: ${result.error?.message ?? result.stderr.trim()}`,
      );
  } finally {
    rmSync(secrets, { recursive: true });
  }
  writeFileSync(passwordFile, password, { mode: 0o600 });
  own(passwordFile);
  return password;
}

function own(path: string): void {
  if (serverAccount.uid !== undefined) chownSync(path, serverAccount.uid, serverAccount.gid!);
}
