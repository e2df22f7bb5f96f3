import { BusyError, Parsers, PictureError, Turns } from '@facet/intake';
import { InversionError, SafetensorsError } from '@facet/inversion/files';
import type { Viewer } from '../auth/viewer.ts';
import type { Config } from '../config.ts';
import { refusal } from '../graphql/refusal.ts';
import type { Readers } from './program.ts';

/** Pictures that are fetched from other servers at once, 20 MB each. Most of the time is waiting. */
const FETCHES = { atOnce: 8, atOnceEach: 2 } as const;
/** Of a file that is read: a picture and its sizes. */
const OUTPUT_MB = 110;

/** What reads files of strangers, and in whose turn. */
export class ForeignFiles {
  readonly parsers: Parsers<Readers>;
  readonly #turns: Readonly<Record<'fetch' | 'read', Turns>>;

  constructor(config: Config) {
    const processes = config.FACET_READERS;
    const waits = { waiting: config.FACET_READ_WAITING, waitingEach: config.FACET_READ_WAITING_EACH };
    this.parsers = new Parsers(
      new URL('program.ts', import.meta.url),
      [PictureError, InversionError, SafetensorsError],
      {
        processes,
        seconds: config.FACET_READ_SECONDS,
        memoryMb: config.FACET_READ_MEMORY_MB,
        outputMb: OUTPUT_MB,
      },
    );
    this.#turns = {
      fetch: new Turns({ ...FETCHES, ...waits }),
      // One reader is left to others, whatever one party has.
      read: new Turns({ atOnce: processes, atOnceEach: Math.max(1, processes - 1), ...waits }),
    };
  }

  /**
   * Runs what holds a file in memory, in the turn of the viewer's organisation and, where one is known, of the person. Throws what
   * refuses the operation with 503 and Retry-After when too many wait.
   */
  async inTurn<T>({ organizationId, user }: Viewer, of: 'fetch' | 'read', work: () => Promise<T>): Promise<T> {
    try {
      return await this.#turns[of].take([organizationId, ...(user ? [user.id] : [])], work);
    } catch (error) {
      if (!(error instanceof BusyError)) throw error;
      throw refusal('BUSY', error.message, { status: 503, retryAfterSeconds: error.retryAfterSeconds });
    }
  }

  /** Files that wait for their turn to be read. */
  get waiting(): number {
    return this.#turns.read.waiting;
  }

  close(): Promise<void> {
    return this.parsers.close();
  }
}
