import { and, type Column, sql, type SQL } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';

/** A condition on own rows that the planner can use, besides the one of row security. */
export const own = (
  transaction: OrganizationTransaction,
  table: { organizationId: Column },
  ...more: (SQL | undefined)[]
): SQL | undefined => and(sql`${table.organizationId} = ${transaction.organizationId}`, ...more);

/** A name that contains the text, whatever its case; the text's own % and _ mean themselves. */
export const contains = (column: Column | SQL, text: string): SQL =>
  sql`${column} ilike ${`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`;
