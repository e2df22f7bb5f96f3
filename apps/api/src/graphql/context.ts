import type { OrganizationTransaction, TransactionOptions } from '@facet/db';
import type { Logger } from 'pino';
import type { Viewer } from '../auth/viewer.ts';
import { forClient, UnauthenticatedError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { CostReport } from './cost-budget.ts';
import { orBusy } from './turns.ts';
import type { Work } from './work.ts';

/** Of one request, or of one operation on a socket. */
export interface Context {
  readonly services: Services;
  readonly log: Logger;
  readonly viewer: Viewer | undefined;
  /** Of the client's address: what is counted where nobody is known. */
  readonly addressGroup: string;
  /** By which it was found out who asks. */
  readonly headers: Headers;
  /** Set once the operation's cost is taken out of the budget. */
  cost?: CostReport;
  /** Set with it: what the operation may do for that. */
  work?: Work;
}

/** Who asks. Throws `UnauthenticatedError`; fields behind `can` never see that. */
export function viewerOf({ viewer }: Context): Viewer {
  if (!viewer) throw new UnauthenticatedError();
  return viewer;
}

/**
 * Runs in one transaction of the viewer's organisation, which shows what the viewer may see, when it is the turn of who asks and of the
 * organisation; errors of the libraries become those of the schema.
 */
export async function inOrganization<Result>(
  context: Context,
  use: (transaction: OrganizationTransaction, viewer: Viewer) => Promise<Result>,
  options?: TransactionOptions,
): Promise<Result> {
  const viewer = viewerOf(context);
  const { database, edge } = context.services;
  const { byPerson, byOrganization } = edge.transactions;
  const { organizationId, actor } = viewer;
  const run = () =>
    database.withOrganization(organizationId, (transaction) => use(transaction, viewer), actor, {
      ...options,
      onStatement: (rows) => context.work?.add(rows),
    });
  return translated(orBusy(byPerson.take(viewer.subject, () => byOrganization.take(organizationId, run))));
}

/** Errors of the libraries become those of the schema. */
export async function translated<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw forClient(error);
  }
}
