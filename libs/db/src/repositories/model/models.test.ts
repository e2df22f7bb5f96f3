import { Fingerprint, type OrganizationId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { FINGERPRINT } from '../../../test/make.ts';
import {
  announceModel,
  isOffered,
  listModels,
  sameModel,
  withdrawModels,
  type ModelTraits,
  type OrganizationTransaction,
} from '../../index.ts';

let it: TestDatabase;
let organizationId: OrganizationId;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ({ id: organizationId } = await it.organization('Ours'));
});

const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(organizationId, use);

const traits: ModelTraits = { size: 64, methods: ['matte'], schedulers: ['ddim'], hasImageEncoder: true };
const values = { fingerprint: FINGERPRINT, name: 'demo', embeddingWidth: 64, layers: 6, traits };

const announce = (worker: string, changes: Partial<typeof values> = {}): Promise<void> =>
  it.operations.withOperations((t) => announceModel(t, worker, 'cpu', { ...values, ...changes }));

test('a model is offered while its worker’s heart beats', async () => {
  await announce('w1');
  await announce('w1');
  await announce('w2');
  expect(await inside(listModels)).toMatchObject([{ name: 'demo', traits, devices: ['cpu', 'cpu'] }]);
  await it.operations.withOperations((t) => withdrawModels(t, 'w1'));
  expect(await inside((t) => isOffered(t, FINGERPRINT))).toBe(true);
  await it.admin.query(`update facet.model_offer set heartbeat_at = now() - interval '1 minute'`);
  expect(await inside((t) => isOffered(t, FINGERPRINT))).toBe(false);
  expect(await inside(listModels)).toMatchObject([{ devices: [] }]);
});

test('a model that has another fingerprint than before is one, found by either, and offered under that of now', async () => {
  const now = Fingerprint.parse('12'.repeat(32));
  await announce('w1');
  expect(await inside((t) => sameModel(t, FINGERPRINT))).toEqual([FINGERPRINT]);
  await announce('w1', { fingerprint: now, traits: { ...traits, formerFingerprints: [FINGERPRINT] } });
  expect((await inside(listModels)).map(({ fingerprint }) => fingerprint)).toEqual([now]);
  expect(await inside((t) => sameModel(t, FINGERPRINT))).toEqual([now, FINGERPRINT]);
  expect(await inside((t) => sameModel(t, now))).toEqual([now, FINGERPRINT]);
  expect(await inside((t) => isOffered(t, FINGERPRINT))).toBe(true);
});
