import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** State of a listening socket in /proc/net/tcp. */
const LISTEN = '0A';

/** Says which process listens on a TCP port of this machine, or how to find it out. */
export function describePortHolder(port: number): string {
  const pid = process.platform === 'linux' ? listener(port) : undefined;
  if (pid !== undefined) return `Process ${pid} (${commandOf(pid)}) listens there; stop it with: kill ${pid}`;
  if (process.platform === 'win32') return `See who listens there with: netstat -ano | findstr :${port}`;
  const command = process.platform === 'linux' ? `sudo ss -ltnp 'sport = :${port}'` : `sudo lsof -nP -iTCP:${port}`;
  return `See who listens there with: ${command}`;
}

/** What `ss -p` does: finds the socket's inode by its port, then the process that has it open. */
function listener(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6']
      .flatMap((file) => attempt(() => readFileSync(file, 'utf8').split('\n')) ?? [])
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === LISTEN)
      .map((fields) => `socket:[${fields[9]}]`),
  );
  const processes = (attempt(() => readdirSync('/proc')) ?? []).filter((name) => /^\d+$/.test(name));
  // Those of other users cannot be looked into.
  return processes.find((pid) =>
    attempt(() => readdirSync(`/proc/${pid}/fd`))?.some((fd) =>
      sockets.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) ?? ''),
    ),
  );
}

const commandOf = (pid: string): string =>
  attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim().slice(0, 80)) ?? 'unknown';

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
