import type { RunKind } from '@facet/base';
import type { UsageKind } from '../../schema/account.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { giveBackQuota, spendQuota, thisMonth } from '../account/usage.ts';
import type { Run } from './run-table.ts';

/** What steps and pictures are called in an organisation's usage. */
const UNIT: Readonly<Record<RunKind, UsageKind>> = { inversion: 'training_steps', composition: 'pictures' };

/** What an inversion costs besides its steps, once it has begun. */
const beginning = (kind: RunKind): number => (kind === 'inversion' ? 1 : 0);

/**
 * Charges a run whole, before it is done, so that no month's quota is promised twice; its row gets the answer. What it does not use comes back when
 * it ends early. Throws `quota-exceeded`.
 */
export async function chargeRun(transaction: OrganizationTransaction, kind: RunKind, total: number, unitCost = 1) {
  if (beginning(kind) > 0) await spendQuota(transaction, 'inversions', beginning(kind));
  const charged = total * unitCost;
  await spendQuota(transaction, UNIT[kind], charged);
  return { unitCost, charged, chargedMonth: thisMonth };
}

/** Charges a run that is queued again for what is left of it; its row gets the answer. Throws `quota-exceeded`. */
export async function chargeRest(transaction: OrganizationTransaction, kind: RunKind, run: Run) {
  if (run.startedAt === null && beginning(kind) > 0) await spendQuota(transaction, 'inversions', beginning(kind));
  const whole = run.total * run.unitCost;
  if (whole > run.charged) await spendQuota(transaction, UNIT[kind], whole - run.charged);
  return { charged: Math.max(whole, run.charged), chargedMonth: thisMonth };
}

/** Gives back what a run was charged for and has not used, because it was cancelled or has failed; its row gets the answer. */
export async function chargeUsed(transaction: OrganizationTransaction, kind: RunKind, run: Run) {
  const used = Math.min(run.done * run.unitCost, run.charged);
  // In the order in which runs are charged, or a run that begins and one that ends would wait for each other.
  if (run.startedAt === null) await giveBackQuota(transaction, 'inversions', beginning(kind), run.chargedMonth);
  await giveBackQuota(transaction, UNIT[kind], run.charged - used, run.chargedMonth);
  return { charged: used };
}
