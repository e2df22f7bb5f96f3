import { newId, type MailId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import {
  countMails,
  forgetOld,
  queueMail,
  settleFailed,
  settleSent,
  takeMails,
  type DueMail,
  type NewMail,
  type OperationsTransaction,
} from '../../index.ts';

let it: TestDatabase;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(() => it.admin.query('delete from auth.mail'));

const inside = <R>(use: (t: OperationsTransaction) => Promise<R>): Promise<R> => it.operations.withOperations(use);
const RETRY = [60, 600];
const take = (): Promise<DueMail[]> => inside((t) => takeMails(t, RETRY, 10));

async function queued(more: Partial<NewMail> = {}): Promise<MailId> {
  const id = newId<MailId>();
  await inside((t) => queueMail(t, { id, kind: 'reset', sealed: 'sealed', lifetimeSeconds: 3600, ...more }));
  return id;
}

async function invitation(): Promise<{ id: string; delivery: () => Promise<string> }> {
  const { id: organizationId, userId } = await it.organization();
  const { rows } = await it.admin.query<{ id: string }>(
    `insert into auth.invitation (organization_id, email, role, expires_at, inviter_id)
     values ($1, 'x@example.org', 'member', now() + interval '1 day', $2) returning id`,
    [organizationId, userId],
  );
  const { id } = rows[0]!;
  const read = 'select delivery from auth.invitation where id = $1';
  return { id, delivery: async () => (await it.admin.query<{ delivery: string }>(read, [id])).rows[0]!.delivery };
}

/** As if its next attempt were due. */
const later = (id: MailId): Promise<unknown> =>
  it.admin.query('update auth.mail set next_attempt_at = now() where id = $1', [id]);

test('an e-mail is taken by one of many who look at once, and by another when that one has died with it', async () => {
  const id = await queued();
  const taken = await Promise.all(Array.from({ length: 6 }, take));
  expect(taken.flat()).toEqual([{ id, kind: 'reset', sealed: 'sealed', attempts: 1, hasNext: true }]);
  expect(await take()).toEqual([]);
  await later(id);
  expect(await take()).toMatchObject([{ id, attempts: 2 }]);
  await inside((t) => settleSent(t, id));
  expect(await inside((t) => countMails(t))).toEqual({ waiting: 0, failed: 0 });
});

test('it waits longer each time, and has no next attempt once its link is no good', async () => {
  const id = await queued({ lifetimeSeconds: 500 });
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    const [mail] = await take();
    expect(mail).toMatchObject({ attempts: attempt, hasNext: attempt === 1 });
    const { rows } = await it.admin.query<{ wait: number }>(
      'select extract(epoch from next_attempt_at - now())::float as wait from auth.mail where id = $1',
      [id],
    );
    waits.push(Math.round(rows[0]!.wait / 60));
    await later(id);
  }
  expect(waits).toEqual([1, 10, 10]);
});

test('an invitation shows how it goes with its e-mail, and what one that was given up says is forgotten', async () => {
  const { id: invitationId, delivery } = await invitation();
  const first = await queued({ kind: 'invitation', invitationId });
  expect(await delivery()).toBe('waiting');
  await inside((t) => settleFailed(t, first, 'ECONNREFUSED', false));
  expect(await delivery()).toBe('waiting');
  await inside((t) => settleFailed(t, first, 'EENVELOPE 550', true));
  expect(await delivery()).toBe('failed');
  const { rows } = await it.admin.query('select sealed, last_error, status from auth.mail where id = $1', [first]);
  expect(rows).toEqual([{ sealed: null, last_error: 'EENVELOPE 550', status: 'failed' }]);
  expect(await inside((t) => countMails(t))).toEqual({ waiting: 0, failed: 1 });
  // Sent again, in its place.
  const second = await queued({ kind: 'invitation', invitationId });
  expect(await inside((t) => countMails(t))).toEqual({ waiting: 1, failed: 0 });
  expect(await delivery()).toBe('waiting');
  await inside((t) => settleSent(t, second));
  expect(await delivery()).toBe('sent');
});

test('nobody is sent an invitation that was taken back', async () => {
  const { id: invitationId } = await invitation();
  await queued({ kind: 'invitation', invitationId });
  await it.admin.query(`update auth.invitation set status = 'canceled' where id = $1`, [invitationId]);
  expect(await take()).toEqual([]);
  expect(await inside((t) => countMails(t))).toEqual({ waiting: 0, failed: 0 });
});

test('e-mails that were given up are forgotten after a while, and the app sees none of any', async () => {
  const [old] = [await queued(), await queued()];
  await inside((t) => settleFailed(t, old!, 'x', true));
  const ages = { mutationDays: 1, budgetDays: 1, signInDays: 1 };
  await inside((t) => forgetOld(t, { ...ages, mailDays: 1 }));
  expect(await inside((t) => countMails(t))).toEqual({ waiting: 1, failed: 1 });
  await inside((t) => forgetOld(t, { ...ages, mailDays: -1 }));
  expect(await inside((t) => countMails(t))).toEqual({ waiting: 1, failed: 0 });
  const { id } = await it.organization();
  await expect(it.database.withOrganization(id, (t) => t.sql.execute('select from auth.mail'))).rejects.toThrow(
    'permission denied',
  );
});
