import {
  createLibrary,
  followInversion,
  listModels,
  startInversion,
  TypedDocumentString,
  untilFinished,
  uploadPicture,
  type Client,
} from '@facet/client';
import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PICTURE = join(import.meta.dirname, '../../../models/demo/references/00-striped-yellow-cat-lying.png');
/** What one request may copy. */
const BATCH = 100;

/** Gives somebody so many tokens, all of one picture, by the public API alone. @param tokens a multiple of 100 */
export async function makeTokens(client: Client, tokens: number, say?: (line: string) => void): Promise<void> {
  const first = await library(client, 0);
  const { id: imageId } = await uploadPicture(client, { name: 'cat', body: await openAsBlob(PICTURE) });
  while (!(await listModels(client)).some(({ devices }) => devices.length > 0)) await delay(200);
  const how = { name: 'Cat', objectWord: 'cat', method: 'words' };
  await untilFinished(
    followInversion(client, (await startInversion(client, { imageId, libraryId: first, ...how })).id),
  );
  let ids = (await client.run(TOKENS, { libraryId: first })).tokens.edges.map(({ node }) => node.id);
  for (let round = 1; ids.length < BATCH; round++) {
    const made = ids.slice(0, 4).map((tokenId, index) => ({ tokenId, name: `Cat ${round}.${index}` }));
    for (const copy of made) await client.run(COPY, { ...copy, libraryId: first });
    ids = (await client.run(TOKENS, { libraryId: first })).tokens.edges.map(({ node }) => node.id);
  }
  for (let made = BATCH; made < tokens; made += BATCH) {
    if (made % 1000 === 0) say?.(`${made} tokens`);
    await client.run(COPY_ALL, { libraryId: await library(client, made), ids: ids.slice(0, BATCH) });
  }
}

const library = (client: Client, number: number): Promise<string> =>
  createLibrary(client, { name: `Library ${number}`, visibility: 'ORGANIZATION' });

const TOKENS = new TypedDocumentString<{ tokens: { edges: { node: { id: string } }[] } }, { libraryId: string }>(
  'query ($libraryId: ID!) { tokens(libraryId: $libraryId, first: 100, order: NAME) { edges { node { id } } } }',
);
const COPY = new TypedDocumentString<unknown, { tokenId: string; libraryId: string; name: string }>(
  `mutation ($tokenId: ID!, $libraryId: ID!, $name: String) {
    copyToken(tokenId: $tokenId, libraryId: $libraryId, name: $name) { __typename } }`,
);
const COPY_ALL = new TypedDocumentString<unknown, { ids: readonly string[]; libraryId: string }>(
  'mutation ($ids: [ID!]!, $libraryId: ID!) { copyTokens(tokenIds: $ids, libraryId: $libraryId) { __typename } }',
);
