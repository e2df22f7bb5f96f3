import type { Attribute } from '@facet/base';
import { Fingerprint, type LibraryId, type OrganizationId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import {
  completeImage,
  createLibrary,
  createUpload,
  offerLibrary,
  type Actor,
  type Image,
  type Library,
  type NewComposition,
  type NewInversion,
  type NewToken,
  type OrganizationTransaction,
} from '../src/index.ts';
import { libraryGrant } from '../src/schema/index.ts';

export const FINGERPRINT = Fingerprint.parse('ab'.repeat(32));

export async function readyImage(transaction: OrganizationTransaction, actor: Actor, name = 'cat'): Promise<Image> {
  const upload = { name, type: 'image/png', bytes: 100, expiresAt: new Date(Date.now() + 60_000) };
  const { id } = await createUpload(transaction, actor, upload);
  const checked = {
    storageKey: `k/${id}`,
    width: 64,
    height: 64,
    bytes: 90,
    sha256: 'c'.repeat(64),
  };
  return completeImage(transaction, id, checked);
}

export const sharedLibrary = (transaction: OrganizationTransaction, actor: Actor, name = 'shared'): Promise<Library> =>
  createLibrary(transaction, actor, { name, visibility: 'organization' });

/** The content of a token; `vector` decides its place among similar ones. */
export function tokenContent(
  name: string,
  vector: readonly number[] = [1, 0, 0],
  attribute: Attribute = 'color',
): NewToken {
  return {
    name,
    attribute,
    vectors: [vector],
    fingerprint: FINGERPRINT,
    modelName: 'demo',
    method: 'matte',
    steps: 100,
    seed: 7,
    imageHash: 'd'.repeat(64),
    objectWord: 'cat',
    objectWordOrigin: 'given',
    initialWord: 'red',
    fallbackWord: null,
    palette: [{ name: 'red', share: 1 }],
    map: { formatVersion: 1 },
    stageBounds: [1000, 800, 600, 200, 0],
    cells: [[0, -1]],
    leakReport: null,
  };
}

export async function newInversion(
  transaction: OrganizationTransaction,
  actor: Actor,
  libraryName = 'results',
): Promise<NewInversion> {
  const { id: imageId } = await readyImage(transaction, actor);
  const { id: libraryId } = await sharedLibrary(transaction, actor, libraryName);
  return { imageId, libraryId, name: 'cat', fingerprint: FINGERPRINT, method: 'matte', settings: {}, steps: 100 };
}

/** Draws two pictures with the plain words of the model, until a test says otherwise. */
export const newComposition = (changes: Partial<NewComposition> = {}): NewComposition => ({
  prompt: 'a {color} cat',
  negativePrompt: '',
  words: {},
  slots: [],
  seeds: [1, 2],
  steps: 5,
  guidance: 7,
  scheduler: 'ddim',
  width: 64,
  height: 64,
  fingerprint: FINGERPRINT,
  ...changes,
});

/** A grant that the other organisation has accepted. */
export async function grantLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  granteeId: OrganizationId,
): Promise<void> {
  await offerLibrary(transaction, actor, id, { id: granteeId, slug: `slug-${granteeId}` });
  await transaction.sql
    .update(libraryGrant)
    .set({ acceptedAt: new Date() })
    .where(eq(libraryGrant.granteeOrganizationId, granteeId));
}
