import { sql } from 'drizzle-orm';
import type { OrganizationTransaction, Queries } from './transaction.ts';

/**
 * Who reads inside an organisation, for row security, which hides the private libraries of others and all that derives from them.
 * `system`, our own work, sees everything; an API key what all members see, and what it made.
 */
export interface Reader {
  readonly kind: 'user' | 'api-key' | 'system';
  readonly id: string;
}

/** Sees what all members see. */
const ANY_MEMBER: Reader = { kind: 'api-key', id: 'of nobody' };

/** As `app.reader` has it; the policies of src/schema/policies.ts compare with it. */
export const settingOf = (reader: Reader | undefined): string =>
  reader === undefined || reader.kind === 'system' ? '' : `${reader.kind}:${reader.id}`;

/** A part of a transaction that looks after rows which its reader may not see, such as foreign keys. */
export const asSystem = <Result>(transaction: OrganizationTransaction, use: () => Promise<Result>): Promise<Result> =>
  reading(transaction.sql, '', use);

/** A part of a transaction that sees what all members see. */
export const asAnyMember = <Result>(
  transaction: OrganizationTransaction,
  use: () => Promise<Result>,
): Promise<Result> => reading(transaction.sql, settingOf(ANY_MEMBER), use);

async function reading<Result>(queries: Queries, setting: string, use: () => Promise<Result>): Promise<Result> {
  const set = (value: string): Promise<unknown> =>
    queries.execute(sql`select set_config('app.reader', ${value}, true)`);
  const { rows } = await queries.execute<{ before: string | null }>(
    sql`select current_setting('app.reader', true) as before`,
  );
  await set(setting);
  const result = await use();
  // After an error the transaction is rolled back, and the setting with it.
  await set(rows[0]!.before ?? '');
  return result;
}
