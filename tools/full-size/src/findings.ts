import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './kinds.ts';
import type { Usage } from './run-program.ts';

const FOLDER = join(import.meta.dirname, '../results');

/** What a check of one model found: what its processes took, and what is not as it should be. */
export class Findings {
  readonly usage: Record<string, Usage> = {};
  readonly figures: Record<string, number> = {};
  readonly failures: string[] = [];

  took<T extends { usage: Usage }>(what: string, done: T): T {
    const { seconds, cpuSeconds, peakBytes } = done.usage;
    const gigabytes = (peakBytes / 1e9).toFixed(1);
    console.log(`${what}: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU-s, peak ${gigabytes} GB`);
    this.usage[what] = done.usage;
    return done;
  }

  require(isRight: boolean, what: string): void {
    if (isRight) return;
    console.log(`NOT SO: ${what}`);
    this.failures.push(what);
  }

  /** Into the results of this model, beside those of other checks. */
  write(kind: Kind, check: string): void {
    mkdirSync(FOLDER, { recursive: true });
    const path = join(FOLDER, `${kind}.json`);
    const others = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
    const { usage, figures, failures } = this;
    writeFileSync(path, `${JSON.stringify({ ...others, [check]: { usage, figures, failures } }, undefined, 2)}\n`);
  }
}
