import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 300_000;
const PAUSE_MS = 100;

/** Looks until there is something to see. A test that has to wait for longer has failed. */
export async function eventually<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
): Promise<Found> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await delay(PAUSE_MS)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}.`);
}
