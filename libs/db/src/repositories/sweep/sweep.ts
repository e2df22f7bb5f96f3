import { sql, type SQL } from 'drizzle-orm';

/** What sweepers find; each does the work itself inside the organisation, through `withOrganization`. */
export interface Sweep {
  /** Leaves alone what is younger: its maker is most likely just at it. */
  readonly olderThanSeconds: number;
  readonly limit: number;
}

export const before = (seconds: number): SQL => sql`now() - make_interval(secs => ${seconds})`;
