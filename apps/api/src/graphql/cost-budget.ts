import { spendBudget } from '@facet/db';
import type { Viewer } from '../auth/viewer.ts';
import type { Services } from '../services.ts';
import { refusal } from './refusal.ts';

/** What `extensions.cost` and the field `rateLimit` say. */
export interface CostReport {
  readonly cost: number;
  readonly capacity: number;
  readonly remaining: number;
  readonly refillPerSecond: number;
  /** Until the budget is full again. */
  readonly fullInSeconds: number;
}

/** Takes the cost out of the budget of who asks. Throws a GraphQLError when it is not covered. */
export async function spend({ config, operations }: Services, viewer: Viewer, cost: number): Promise<CostReport> {
  const rules = { capacity: config.FACET_COST_CAPACITY, refillPerSecond: config.FACET_COST_REFILL_PER_SECOND };
  const { granted, remaining, fullInSeconds } = await operations.statement((transaction) =>
    spendBudget(transaction, viewer.subject, cost, rules),
  );
  const report = { cost, ...rules, remaining, fullInSeconds };
  if (granted) return report;
  const more = { cost: report };
  if (cost > rules.capacity)
    throw refusal(
      'OPERATION_TOO_EXPENSIVE',
      `The operation costs ${cost}, more than the whole budget of ${rules.capacity}. Ask for smaller pages.`,
      { more },
    );
  const retryAfterSeconds = Math.ceil((cost - remaining) / rules.refillPerSecond);
  throw refusal(
    'RATE_LIMITED',
    `The operation costs ${cost} and ${Math.floor(remaining)} are left. Try again in ${retryAfterSeconds} s.`,
    { status: 429, retryAfterSeconds, more },
  );
}
