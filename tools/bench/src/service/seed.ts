import { Fingerprint, type LibraryId, type TokenId } from '@facet/contracts';
import { addTokens, createLibrary, type Actor, type Database, type NewToken } from '@facet/db';
import type { Person } from './people.ts';

export const FINGERPRINT = Fingerprint.parse('ab'.repeat(32));

/** As wide as the demo model's embeddings. */
const WIDTH = 128;

const tokenOf = (name: string, seed: number): NewToken => ({
  name,
  attribute: 'color',
  vectors: [Float32Array.from({ length: WIDTH }, (_, i) => Math.sin(i * 1.7 + seed))],
  fingerprint: FINGERPRINT,
  modelName: 'demo',
  method: 'matte',
  steps: 100,
  seed,
  imageHash: 'd'.repeat(64),
  objectWord: 'cat',
  objectWordOrigin: 'given',
  initialWord: 'red',
  fallbackWord: 'cat',
  palette: [
    { name: 'red', share: 0.7 },
    { name: 'blue', share: 0.3 },
  ],
  map: { formatVersion: 1 },
  stageBounds: [1000, 0],
  cells: [[0, -1]],
  leakReport: null,
  previewKey: `organizations/previews/${seed}.png`,
});

export interface FilledLibrary {
  readonly libraryId: LibraryId;
  readonly tokenIds: readonly TokenId[];
}

/** Libraries of tokens. Gives the first one. */
export async function fillLibraries(
  database: Database,
  { userId, organizationId }: Person,
  {
    libraries,
    tokens,
    name = 'library',
  }: { readonly libraries: number; readonly tokens: number; readonly name?: string },
): Promise<FilledLibrary> {
  const actor: Actor = { kind: 'user', id: userId };
  let first: FilledLibrary | undefined;
  for (let library = 0; library < libraries; library++) {
    const filled = await database.withOrganization(organizationId, async (t) => {
      const { id } = await createLibrary(t, actor, { name: `${name} ${library}`, visibility: 'organization' });
      const rows = Array.from({ length: tokens }, (_, i) => tokenOf(`token ${i}`, library * tokens + i));
      return { libraryId: id, tokenIds: await addTokens(t, actor, id, rows, { source: 'import' }) };
    });
    first ??= filled;
  }
  return first!;
}
