import type { Pool, PoolClient } from 'pg';

/**
 * Rules of tenancy (docs/decisions/0010-database.md) that Postgres' own catalogue can answer. Each query gives one line per
 * violation. Tables are tenant tables when they have a column `organization_id`; schema `auth` is left out of the index rule,
 * because there an e-mail address or a slug is unique among all.
 */
const RULES: Record<string, string> = {
  'row security is forced on every table': `
    select format('%s', c.oid::regclass) from pg_class c
    where c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
      and (c.relnamespace::regnamespace::text in ('facet', 'auth') or c.oid in (select table_id from tenant_table))`,
  'a policy compares the organisation, for reading and for writing': `
    select format('%s', table_id::regclass) from tenant_table t
    where not exists (
      select from pg_policy p
      where p.polrelid = t.table_id and p.polcmd = '*' and p.polpermissive
        and pg_get_expr(p.polqual, p.polrelid) = $1 and pg_get_expr(p.polwithcheck, p.polrelid) like '%' || $1 || '%')`,
  'a policy that lets the app write has WITH CHECK': `
    select format('%s on %s', p.polname, p.polrelid::regclass) from pg_policy p
    where p.polrelid in (select table_id from tenant_table) and p.polcmd in ('*', 'a', 'w') and p.polwithcheck is null`,
  'a policy for everyone or for the app names an organisation': `
    select format('%s on %s', p.polname, p.polrelid::regclass) from pg_policy p
    where p.polrelid in (select table_id from tenant_table) and p.polpermissive
      and (p.polroles && array['facet_app'::regrole::oid, 0::oid])
      and coalesce(pg_get_expr(p.polqual, p.polrelid), '') not like '%app.organization_id%'`,
  'a foreign key between tenant tables carries the organisation': `
    select format('%s on %s', k.conname, k.conrelid::regclass)
    from pg_constraint k
    join tenant_table source on source.table_id = k.conrelid
    join tenant_table target on target.table_id = k.confrelid
    where k.contype = 'f' and not exists (
      select from unnest(k.conkey, k.confkey) as pair(here, there)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here
      where pair.there = target.column_number and a.attname like '%organization_id')`,
  'a unique index is per organisation': `
    select format('%s', i.indexrelid::regclass) from pg_index i
    join tenant_table t on t.table_id = i.indrelid
    join pg_class c on c.oid = i.indrelid
    where i.indisunique and not t.column_number = any(i.indkey::int2[]) and c.relnamespace::regnamespace::text <> 'auth'`,
  'a view runs as who asks, and none is materialised': `
    select format('%s', c.oid::regclass) from pg_class c
    where c.relkind in ('v', 'm') and c.relnamespace::regnamespace::text in ('facet', 'auth', 'public')
      and (c.relkind = 'm' or not coalesce('security_invoker=true' = any(c.reloptions), false))`,
  'no function runs as its owner': `
    select format('%s', p.oid::regprocedure) from pg_proc p
    where p.prosecdef and p.pronamespace::regnamespace::text in ('facet', 'auth', 'public')`,
  'the roles of run time own nothing, and cannot evade row security': `
    select format('%s owns %s', c.relowner::regrole, c.oid::regclass) from pg_class c
    where c.relowner in ('facet_app'::regrole, 'facet_ops'::regrole)
    union all
    select rolname from pg_roles where rolname in ('facet_app', 'facet_ops') and (rolsuper or rolbypassrls or rolcreaterole)`,
  'a table says what has changed, by a trigger on every statement': `
    select format('%s on %s', statement, t.table_id::regclass)
    from tenant_table t, (values ('INSERT', 4), ('UPDATE', 16), ('DELETE', 8)) as event (statement, bit)
    -- What nobody is shown, and what only operators change.
    where t.table_id::regclass::text not in ('facet.client_mutation', 'facet.cost_budget', 'facet.storage_deletion', 'facet.quota')
      -- They are made and deleted with their composition.
      and (t.table_id::regclass::text, statement) not in (('facet.composition_slot', 'INSERT'), ('facet.composition_slot', 'DELETE'))
      and not exists (select from pg_trigger g where g.tgrelid = t.table_id and g.tgtype & bit = bit
        and g.tgfoid = 'facet.announce_changes'::regproc and g.tgenabled = 'O')`,
  'nobody but the owner may truncate, or name a table in a foreign key or a trigger': `
    select format('%s on %s', privilege, c.oid::regclass)
    from pg_class c, unnest(array['truncate', 'references', 'trigger']) as privilege, unnest(array['facet_app', 'facet_ops']) as role
    where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('facet', 'auth')
      and has_table_privilege(role, c.oid, privilege)`,
};

const TENANT_TABLES = `with tenant_table as (
  select c.oid as table_id, a.attnum as column_number from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped
  where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema'))`;

/** As Postgres prints the condition of policies. */
const OWN_ROWS = `(organization_id = ( SELECT (NULLIF(current_setting('app.organization_id'::text, true), ''::text))::uuid AS "nullif"))`;

/** All violations, as `rule: object`. */
export async function violations(admin: Pool | PoolClient): Promise<string[]> {
  const found: string[] = [];
  for (const [rule, query] of Object.entries(RULES)) {
    const { rows } = await admin.query<[string]>({
      text: `${TENANT_TABLES} ${query}`,
      values: query.includes('$1') ? [OWN_ROWS] : [],
      rowMode: 'array',
    });
    found.push(...rows.map(([object]) => `${rule}: ${object}`));
  }
  return found;
}
