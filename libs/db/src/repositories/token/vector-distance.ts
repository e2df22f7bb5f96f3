import { type Column, type SQL, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';

/** SQL for the cosine distance, 0 to 2, between a column of unit vectors and one unit vector of the same width. */
export type VectorDistance = (column: Column, vector: readonly number[]) => SQL<number>;

/** Works on any server: a sum over two arrays side by side, in double precision. */
const inPlainSql: VectorDistance = (column, vector) =>
  sql`(select 1 - sum(pair.a::float8 * pair.b::float8) from unnest(${column}, ${sql.param(vector)}::real[]) as pair(a, b))`;

/** pgvector's operator: the same number up to rounding, computed several times faster. */
const withPgvector: VectorDistance = (column, vector) =>
  sql`(${column}::vector <=> ${sql.param(vector)}::real[]::vector)`;

/** The fastest way that the server offers to this role. */
export async function vectorDistance({ sql: queries }: OrganizationTransaction): Promise<VectorDistance> {
  const { rows } = await queries.execute(sql`select to_regtype('vector') is not null as offered`);
  return rows[0]?.['offered'] === true ? withPgvector : inPlainSql;
}
