import { OrganizationId, UserId } from '@facet/contracts';
import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import { inject } from 'vitest';
import { connect, connectOperations, type Database, type DatabaseOptions, type Operations } from '../src/index.ts';

export interface TestDatabase {
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly opsUrl: string;
  /** As superuser, for what tests arrange or look at behind row security. */
  readonly admin: Pool;
  readonly database: Database;
  readonly operations: Operations;
  /** Makes an organisation with one owner. */
  organization(name?: string): Promise<{ id: OrganizationId; userId: UserId }>;
  user(): Promise<UserId>;
  close(): Promise<void>;
}

/** A fresh copy of the migrated database. */
export async function createTestDatabase(options: DatabaseOptions = {}): Promise<TestDatabase> {
  const server = inject('server');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const maker = new Client({ connectionString: server.adminUrl });
  await maker.connect();
  await maker.query(`create database ${name} template ${server.template}`);
  await maker.end();
  const [adminUrl, appUrl, opsUrl] = [server.adminUrl, server.appUrl, server.opsUrl].map((address) => {
    const url = new URL(address);
    url.pathname = `/${name}`;
    return url.href;
  }) as [string, string, string];
  const admin = new Pool({ connectionString: adminUrl, max: 2 });
  const database = await connect(appUrl, options);
  const operations = await connectOperations(opsUrl);

  const user = async (): Promise<UserId> => {
    const id = UserId.parse(randomUUID());
    const email = `${id}@example.org`;
    await admin.query(`insert into auth."user" (id, name, email) values ($1, 'Someone', $2)`, [id, email]);
    return id;
  };
  return {
    adminUrl,
    appUrl,
    opsUrl,
    admin,
    database,
    operations,
    user,
    async organization(name = 'Test') {
      const id = OrganizationId.parse(randomUUID());
      const userId = await user();
      await admin.query('insert into auth.organization (id, name, slug) values ($1, $2, $3)', [id, name, `slug-${id}`]);
      await admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, 'owner')`, [
        id,
        userId,
      ]);
      return { id, userId };
    },
    async close() {
      await database.close();
      await operations.close();
      await admin.end();
    },
  };
}
