import { newId, type OrganizationId } from '@facet/contracts';
import { eq, sql } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { connect, connectOperations, type DatabaseError, type OrganizationTransaction } from '../index.ts';
import { library } from '../schema/index.ts';
import { inTransaction } from './in-transaction.ts';
import { createPool } from './pool.ts';

let it: TestDatabase;
beforeAll(async () => {
  it = await createTestDatabase({ size: 5 });
});
afterAll(() => it.close());

const names = async (transaction: OrganizationTransaction): Promise<string[]> =>
  (await transaction.sql.select({ name: library.name }).from(library)).map(({ name }) => name);

const add = (transaction: OrganizationTransaction, name: string): Promise<unknown> =>
  transaction.sql
    .insert(library)
    .values({ organizationId: transaction.organizationId, name, visibility: 'organization' });

test('100 organisations interleaved on a pool of 5 never see each other', async () => {
  const organizations = await Promise.all(Array.from({ length: 100 }, (_, i) => it.organization(`o${i}`)));
  await Promise.all(organizations.map(({ id }) => it.database.withOrganization(id, (t) => add(t, id))));
  const seen: string[][] = await Promise.all(
    Array.from({ length: 300 }, (_, i) => organizations[(i * 37) % 100]!.id).map((id) =>
      it.database.withOrganization(id, async (transaction) => {
        await transaction.sql.execute(sql`select pg_sleep(0.001)`);
        return [id, ...(await names(transaction))];
      }),
    ),
  );
  expect(seen.every(([id, ...rows]) => rows.length === 1 && rows[0] === id)).toBe(true);
});

test.each([undefined, null, '', ' ', 'x', '%', "' or true --", '00000000', 7, {}])(
  'what is no id of an organisation opens nothing: %j',
  async (id) => {
    const open = it.database.withOrganization(id as OrganizationId, () => Promise.resolve('opened'));
    await expect(open).rejects.toMatchObject({ code: 'invalid-organization' });
  },
);

test('an organisation that does not exist sees nothing and cannot write', async () => {
  const nobody = newId<OrganizationId>();
  expect(await it.database.withOrganization(nobody, names)).toEqual([]);
  await expect(it.database.withOrganization(nobody, (t) => add(t, 'ghost'))).rejects.toThrow('foreign key');
});

test('a row of another organisation is refused', async () => {
  const [own, other] = [await it.organization(), await it.organization()];
  const write = it.database.withOrganization(own.id, (t) => add({ ...t, organizationId: other.id }, 'foreign'));
  await expect(write).rejects.toThrow('row-level security');
});

test('after a transaction, committed or rolled back, its connection belongs to no organisation', async () => {
  const { id } = await it.organization();
  const pool = createPool(it.appUrl, { size: 1 });
  const setTenant = (client: PoolClient): Promise<unknown> =>
    client.query(`select set_config('app.organization_id', $1, true)`, [id]);
  const setting = async (): Promise<unknown> =>
    (await pool.query(`select current_setting('app.organization_id', true) as value`)).rows[0];
  expect(await setting()).toEqual({ value: null });
  const inside = await inTransaction('organization', pool, setTenant, (queries) =>
    queries.execute(sql`select current_setting('app.organization_id', true) as value`),
  );
  expect(inside.rows).toEqual([{ value: id }]);
  expect(await setting()).toEqual({ value: '' });
  await expect(inTransaction('organization', pool, setTenant, () => Promise.reject(new Error('undo')))).rejects.toThrow(
    'undo',
  );
  expect(await setting()).toEqual({ value: '' });
  expect((await pool.query('select from facet.library')).rowCount).toBe(0);
  await pool.end();
});

test('where the beginning of a transaction fails, nothing of what was sent with it happens', async () => {
  const { id } = await it.organization();
  const pool = createPool(it.appUrl, { size: 1 });
  const failing = inTransaction(
    'organization',
    pool,
    (client) => client.query(`select set_config('app.organization_id', $1, true), 1 / 0`, [id]),
    (sql) => sql.insert(library).values({ organizationId: id, name: 'early', visibility: 'organization' }),
  );
  await expect(failing).rejects.toThrow('division by zero');
  expect(await it.database.withOrganization(id, names)).toEqual([]);
  await pool.end();
});

const addOne = (transaction: OrganizationTransaction): Promise<unknown> => add(transaction, 'one');

test('a transaction of one turn is committed with its statements, and takes none that waits for their answer', async () => {
  const { id } = await it.organization();
  await it.database.withOrganization(id, addOne, undefined, { isOneTurn: true });
  expect(await it.database.withOrganization(id, names)).toEqual(['one']);
  const two = it.database.withOrganization(id, async (t) => [await names(t), await add(t, 'two')], undefined, {
    isOneTurn: true,
  });
  await expect(two).rejects.toMatchObject({ code: 'misused-transaction' });
  await expect(it.database.withOrganization(id, addOne, undefined, { isOneTurn: true })).rejects.toMatchObject({
    code: '23505',
  });
  expect(await it.database.withOrganization(id, names)).toEqual(['one']);
});

test('an error of a query does not repeat its parameters, which may be secrets', async () => {
  const { id } = await it.organization();
  const failing = it.database.withOrganization(id, ({ sql: queries }) =>
    queries.execute(sql`select ${'secret-value'}::text || (1 / 0)`),
  );
  const error = await failing.catch((error: unknown) => error as Error);
  expect(error).toMatchObject({ code: '22012', message: 'division by zero' });
  expect(inspect(error)).not.toContain('secret-value');
});

test('an error undoes everything', async () => {
  const { id } = await it.organization();
  const failing = it.database.withOrganization(id, async (transaction) => {
    await add(transaction, 'undone');
    throw new Error('after writing');
  });
  await expect(failing).rejects.toThrow('after writing');
  expect(await it.database.withOrganization(id, names)).toEqual([]);
});

const describe = (transaction: OrganizationTransaction, name: string): Promise<unknown> =>
  transaction.sql
    .update(library)
    .set({ description: sql`${library.description} || '.'` })
    .where(eq(library.name, name));

test('of two transactions that wait for each other both are done: the one that the server ends is run again', async () => {
  const { id } = await it.organization();
  await it.database.withOrganization(id, (t) => Promise.all([add(t, 'first'), add(t, 'second')]));
  const { promise: bothHaveOne, resolve: haveBoth } = Promise.withResolvers<void>();
  let have = 0;
  let runs = 0;
  const inOrder = (one: string, other: string) =>
    it.database.withOrganization(id, async (t) => {
      runs++;
      await describe(t, one);
      if (++have === 2) haveBoth();
      await bothHaveOne;
      await describe(t, other);
    });
  await Promise.all([inOrder('first', 'second'), inOrder('second', 'first')]);
  expect(runs).toBeGreaterThan(2);
  const written = await it.database.withOrganization(id, (t) =>
    t.sql.select({ description: library.description }).from(library),
  );
  expect(written).toEqual([{ description: '..' }, { description: '..' }]);
});

test('a transaction inside another one is refused instead of waiting for ever', async () => {
  const { id } = await it.organization();
  const nested = it.database.withOrganization(id, () => it.database.withOrganization(id, names));
  await expect(nested).rejects.toMatchObject({ code: 'misused-transaction' });
});

test('a transaction across organisations may stand inside one of an organisation, and nothing inside it', async () => {
  const { id } = await it.organization();
  const { withOperations } = it.operations;
  const answer = it.database.withOrganization(id, () => withOperations(async () => 'answered'));
  expect(await answer).toBe('answered');
  const nested = withOperations(() => it.database.withOrganization(id, names));
  await expect(nested).rejects.toMatchObject({ code: 'misused-transaction' });
  const twice = it.database.withOrganization(id, () => withOperations(() => withOperations(async () => 'never')));
  await expect(twice).rejects.toMatchObject({ code: 'misused-transaction' });
});

test('a query that outlives its transaction is refused, so it cannot run as someone else', async () => {
  const { id } = await it.organization();
  const kept = await it.database.withOrganization(id, (transaction) => Promise.resolve(transaction));
  await expect(names(kept)).rejects.toMatchObject({ cause: { code: 'misused-transaction' } });
});

test('roles that row security does not bind cannot be used at run time', async () => {
  await expect(connect(it.adminUrl)).rejects.toMatchObject({ code: 'unsuitable-role' });
  await expect(connect(it.opsUrl)).rejects.toMatchObject({ code: 'unsuitable-role' });
  await expect(connectOperations(it.appUrl)).rejects.toMatchObject({ code: 'unsuitable-role' });
});

test.each([
  ['no address', 'no PostgreSQL address'],
  ['mysql://localhost/x', 'no PostgreSQL address'],
  ['postgres://u:secret@127.0.0.1:1/x', 'Nobody listens there'],
])('a broken DATABASE_URL says what to do, without the password: %s', async (url, remedy) => {
  const error = await connect(url).catch((error: unknown) => error as DatabaseError);
  expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining(remedy) });
  expect((error as Error).message).not.toContain('secret');
});

test('a wrong password and a missing database say so', async () => {
  const wrong = new URL(it.appUrl);
  wrong.password = 'wrong';
  await expect(connect(wrong.href)).rejects.toThrow('password is wrong');
  const missing = new URL(it.appUrl);
  missing.pathname = '/missing';
  await expect(connect(missing.href)).rejects.toThrow('does not exist');
});

test('a statement and an idle transaction end by themselves, by limits of the role', async () => {
  const { id } = await it.organization();
  const limits = await it.database.withOrganization(id, ({ sql: queries }) =>
    queries.execute(
      sql`select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle`,
    ),
  );
  expect(limits.rows).toEqual([{ statement: '30s', idle: '1min' }]);
});

test('a connection that the server ends is replaced, and the process lives on', async () => {
  const { id } = await it.organization();
  const errors: Error[] = [];
  const database = await connect(it.appUrl, { name: 'facet-to-be-ended', size: 1, onError: (e) => errors.push(e) });
  await it.admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'facet-to-be-ended'`,
  );
  await expect.poll(() => errors.length).toBe(1);
  expect(await database.withOrganization(id, names)).toEqual([]);
  await database.close();
});
