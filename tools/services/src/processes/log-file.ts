import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFile {
  write(line: string): void;
  close(): void;
}

/** Files kept beside the current one: `name.1.log` is the one before it. */
const KEPT = 2;

/**
 * Opens `<name>.log` for a new run. What was there is kept as `<name>.1.log`, and so on; when the file grows past `maxBytes` it
 * is put aside likewise, so a log never takes more than three times that.
 */
export function openLogFile(path: string, maxBytes = 16 * 1024 * 1024): LogFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file = startAnew(path);
  let size = 0;
  let closed = false;
  return {
    write(line) {
      // The number of a closed file may be another file's by now.
      if (closed) return;
      try {
        // Written at once, so that the last lines before a crash are there.
        size += writeSync(file, `${line}\n`);
        if (size < maxBytes) return;
        closeSync(file);
        file = startAnew(path);
        size = 0;
      } catch {
        // A full disk loses log lines; it must not end what runs.
      }
    },
    close() {
      if (!closed) closeSync(file);
      closed = true;
    },
  };
}

function startAnew(path: string): number {
  const aged = (age: number): string => (age === 0 ? path : path.replace(/\.log$/, `.${age}.log`));
  for (let age = KEPT - 1; age >= 0; age--) if (existsSync(aged(age))) renameSync(aged(age), aged(age + 1));
  // For whoever runs the service alone.
  return openSync(path, 'w', 0o600);
}
