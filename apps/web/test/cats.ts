import { connect, exportTokens, listTokens, signIn } from '@facet/client';
import { inject } from 'vitest';

/** Ada's four tokens of one picture, as Facet's own file. */
export async function catsFile(): Promise<Buffer<ArrayBuffer>> {
  const [ada, url] = [inject('ada'), inject('apiUrl')];
  const session = await signIn({ url, ...ada });
  const client = connect({ url, credentials: { ...session, organizationId: ada.organizationId } });
  const tokenIds: string[] = [];
  for await (const { id } of listTokens(client, { inversionId: ada.runId })) tokenIds.push(id);
  const { files } = await exportTokens(client, { tokenIds, format: 'NATIVE' });
  await client.close();
  return Buffer.from(await (await fetch(files[0]!.file.url)).arrayBuffer());
}
