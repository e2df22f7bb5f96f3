import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startApi } from './api.ts';
import { signUp } from './client.ts';
import { uploadImage } from './make.ts';

test('going down waits neither for connections that were never used nor for those that are kept alive', async () => {
  const api = await startApi();
  const person = await signUp(api);
  const id = await uploadImage(api, person);
  const { data } = await person.run('query ($id: ID!) { node(id: $id) { ... on Image { file { url } } } }', { id });
  const unused = connect(Number(new URL(api.url).port), '127.0.0.1');
  unused.on('error', () => undefined);
  await once(unused, 'connect');
  // Closed as its last byte arrives: to the server this request is still in progress.
  await (await fetch(data.node.file.url)).arrayBuffer();
  await api.close();
  await expect(fetch(`${api.url}/healthz`)).rejects.toThrow('fetch failed');
});
