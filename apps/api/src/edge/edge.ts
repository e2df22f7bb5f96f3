import { Allowance } from './allowance.ts';
import type { TrustedProxies } from '@facet/edge';
import { Turns } from './turns.ts';

export interface EdgeSettings {
  readonly FACET_TRUSTED_PROXIES: TrustedProxies;
  readonly FACET_POINTS_PER_ADDRESS: number;
  readonly FACET_REQUESTS_PER_ADDRESS: number;
  readonly FACET_REQUESTS_PER_PERSON: number;
  readonly DATABASE_POOL_SIZE: number;
}

/** What one address, one person and one organisation may have in this process at once, so that others find room. */
export interface Edge {
  readonly trusted: TrustedProxies;
  /** By group of addresses: before it is known who asks. */
  readonly allowance: Allowance;
  readonly addresses: Turns;
  /** Documents by group of addresses, of which one at a time is parsed and validated: that holds the process. */
  readonly documents: Turns;
  /** Requests by person, or by who answers for a key, over all their organisations. */
  readonly people: Turns;
  /** Transactions by the same, and by organisation: one operation can ask for many, and the pool is everybody's. */
  readonly transactions: { readonly byPerson: Turns; readonly byOrganization: Turns };
}

const REQUEST_WAITS = { waiting: 240, withinMs: 15_000 };
/** As many watchers of one person may be told of one event. */
const TRANSACTION_WAITS = { waiting: 2_000, withinMs: 30_000 };

export function createEdge(settings: EdgeSettings): Edge {
  const pool = settings.DATABASE_POOL_SIZE;
  const share = (part: number): number => Math.max(1, Math.floor(pool / part));
  return {
    trusted: settings.FACET_TRUSTED_PROXIES,
    allowance: new Allowance(settings.FACET_POINTS_PER_ADDRESS),
    addresses: new Turns({ atOnce: settings.FACET_REQUESTS_PER_ADDRESS, ...REQUEST_WAITS }),
    documents: new Turns({ atOnce: 1, ...REQUEST_WAITS }),
    people: new Turns({ atOnce: settings.FACET_REQUESTS_PER_PERSON, ...REQUEST_WAITS }),
    transactions: {
      byPerson: new Turns({ atOnce: share(5), ...TRANSACTION_WAITS }),
      byOrganization: new Turns({ atOnce: share(2), ...TRANSACTION_WAITS }),
    },
  };
}
