/**
 * A Facet service whose one library holds the tokens of a file, for the tests of `pull`: `node facet-service.ts model file.safetensors`
 * prints its address, a key and the tokens' ids in a line of JSON, deletes each token whose id comes in a line, and ends with its input.
 */
import { openAsBlob } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createLibrary, importTokens, listModels, TypedDocumentString } from '@facet/client';
import { newcomer } from '@facet/client/testing';
import { startStack } from '@facet/stack';

const DELETE = new TypedDocumentString<{ deleteToken: { __typename: string } }, { tokenId: string }>(
  'mutation ($tokenId: ID!) { deleteToken(tokenId: $tokenId) { __typename } }',
);

const [model = '', file = ''] = process.argv.slice(2);
const stack = await startStack();
try {
  const [{ url }] = await Promise.all([stack.startApi(), stack.startWorker({ FACET_MODELS: model })]);
  const { client, createKey } = await newcomer(url);
  const libraryId = await createLibrary(client, { name: "Ada's", visibility: 'ORGANIZATION' });
  // The worker offers its model once it has looked at it.
  while ((await listModels(client)).length === 0) await delay(200);
  const body = await openAsBlob(file);
  const tokens = await importTokens(client, { body }, { libraryId, name: 'red cat' });
  const ids = tokens.map(({ id }) => id);
  console.log(JSON.stringify({ url, apiKey: await createKey('READ'), ids }));
  for await (const tokenId of createInterface({ input: process.stdin })) {
    const { deleteToken } = await client.run(DELETE, { tokenId });
    console.log(JSON.stringify(deleteToken));
  }
  await client.close();
} finally {
  await stack.close();
}
