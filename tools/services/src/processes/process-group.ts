import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Sends a signal to all processes of the group that `pid` leads (they are started with `detached`, so a process and what it
 * starts share a group). Returns false when nothing of the group is left.
 */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    if (process.platform !== 'win32') return process.kill(-pid, signal);
    // Windows has neither groups nor signals to ask a program to end with.
    if (signal === 0) return process.kill(pid, 0);
    return spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)]).status === 0;
  } catch {
    return false;
  }
}

/** Waits until nothing of the group is left, and kills what still is after `withinMs`. */
export async function groupGone(pid: number, withinMs: number): Promise<void> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await delay(20)) if (!signalGroup(pid, 0)) return;
  signalGroup(pid, 'SIGKILL');
}
