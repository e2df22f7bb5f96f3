import { organizationPrefix, type ImageId, type OrganizationId, type UserId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newInversion } from '../../../test/make.ts';
import {
  completeImage,
  createUpload,
  deleteImage,
  expiredUploads,
  findImport,
  forgetDeletions,
  getImages,
  importImage,
  listImages,
  rejectImage,
  startInversion,
  storageDeletions,
  usageOfMonths,
  type Actor,
  type OrganizationTransaction,
} from '../../index.ts';

let it: TestDatabase;
let organizationId: OrganizationId;
let userId: UserId;
let actor: Actor;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ({ id: organizationId, userId } = await it.organization('Ours'));
  actor = { kind: 'user', id: userId };
});

const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(organizationId, use);
const soon = (): Date => new Date(Date.now() + 60_000);
const upload = { name: 'cat.png', type: 'image/png', bytes: 100 };
const checked = { storageKey: 'k', width: 8, height: 8, bytes: 9, sha256: 'a'.repeat(64) };
const everything = { olderThanSeconds: -1, limit: 100 };

test('an upload is completed once; its original is left to the sweeper, under the organisation’s prefix', async () => {
  const { id, uploadKey } = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: soon() }, 'key'));
  expect(uploadKey).toMatch(new RegExp(`^${organizationPrefix(organizationId)}uploads/${id}/`));
  const again = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: soon() }, 'key'));
  expect(again.uploadKey).toBe(uploadKey);
  expect(await inside((t) => completeImage(t, id, checked))).toMatchObject({ status: 'ready', uploadKey: null });
  await inside((t) => completeImage(t, id, { ...checked, storageKey: 'other' }));
  expect(await inside((t) => getImages(t, [id]))).toMatchObject([{ storageKey: 'k' }]);
  const deletions = await it.operations.withOperations((t) => storageDeletions(t, everything));
  expect(deletions.map(({ key }) => key)).toContain(uploadKey);
  await it.operations.withOperations((t) => forgetDeletions(t, [uploadKey!]));
  expect(await it.operations.withOperations((t) => storageDeletions(t, everything))).toEqual([]);
});

test('a rejected upload cannot be completed, nor a completed one rejected', async () => {
  const make = (): Promise<ImageId> =>
    inside(async (t) => (await createUpload(t, actor, { ...upload, expiresAt: soon() })).id);
  const [bad, good] = [await make(), await make()];
  await inside((t) => rejectImage(t, bad, 'not-a-picture'));
  await expect(inside((t) => completeImage(t, bad, checked))).rejects.toMatchObject({ code: 'wrong-state' });
  await inside((t) => completeImage(t, good, checked));
  await expect(inside((t) => rejectImage(t, good, 'x'))).rejects.toMatchObject({ code: 'wrong-state' });
});

test('uploads whose time is over are found, others are not', async () => {
  const late = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: new Date(Date.now() - 60_000) }));
  const early = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: soon() }));
  const found = await it.operations.withOperations((t) => expiredUploads(t, { olderThanSeconds: 0, limit: 100 }));
  expect(found).toContainEqual({ organizationId, id: late.id });
  expect(found).not.toContainEqual({ organizationId, id: early.id });
});

test('an image that is being inverted is not deleted; after it, the inversion stays without it', async () => {
  const input = await inside((t) => newInversion(t, actor));
  await inside((t) => startInversion(t, actor, input));
  await expect(inside((t) => deleteImage(t, input.imageId))).rejects.toMatchObject({ code: 'in-use' });
  await it.admin.query(`update facet.inversion set status = 'finished' where image_id = $1`, [input.imageId]);
  await inside((t) => deleteImage(t, input.imageId));
  expect((await inside((t) => listImages(t, {}, { first: 10 }))).edges).toEqual([]);
});

test('an import is one image for each key, counts against the quota, and is looked up before it is fetched again', async () => {
  const wanted = { name: 'cat', url: 'https://example.org/cat.png' };
  const fetched = { ...checked, type: 'image/png', fetchedBytes: 70 };
  expect(await inside((t) => findImport(t, actor, wanted, 'key'))).toBeUndefined();
  const first = await inside((t) => importImage(t, actor, wanted, fetched, 'key'));
  expect(first).toMatchObject({ status: 'ready', name: 'cat', storageKey: 'k', uploadKey: null });
  const again = await inside((t) => importImage(t, actor, wanted, { ...fetched, storageKey: 'other' }, 'key'));
  expect(again).toEqual(first);
  expect(await inside((t) => findImport(t, actor, wanted, 'key'))).toEqual(first);
  expect((await inside((t) => usageOfMonths(t))).find(({ kind }) => kind === 'upload_bytes')).toMatchObject({
    used: 70,
  });
  const other = inside((t) => findImport(t, actor, { ...wanted, url: 'https://example.org/dog.png' }, 'key'));
  await expect(other).rejects.toMatchObject({ code: 'mutation-key-reused' });
});
