import type { OrganizationId } from '@facet/contracts';
import type { NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';

/** What drizzle offers inside a transaction. */
export type Queries = PgDatabase<NodePgQueryResultHKT>;

/**
 * An open transaction of one organisation, from `withOrganization`. Row security shows it that organisation's rows and those
 * granted to it. Every repository function takes one.
 */
export interface OrganizationTransaction {
  readonly organizationId: OrganizationId;
  readonly sql: Queries;
  /** Seals and opens page cursors. */
  readonly cursors: CursorSeal;
}

/** An open transaction of a cross-tenant job, from `withOperations`: identities, models, what sweepers look for. */
export interface OperationsTransaction {
  readonly operations: true;
  readonly sql: Queries;
}

/** Page cursors leave the process sealed: they reveal nothing, and fit only the list they were made for. */
export interface CursorSeal {
  /** `purpose` names the list with its order and filters. */
  seal(purpose: string, values: readonly unknown[]): string;
  /** Throws `invalid-cursor`. */
  open(purpose: string, cursor: string): unknown[];
}
