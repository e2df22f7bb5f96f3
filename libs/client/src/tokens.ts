import type { Client } from './client.ts';
import { NodeList } from './connection.ts';
import { accepted, type Accepted } from './errors/accepted.ts';
import { putFile, type Upload } from './files/put-file.ts';
import type { TokenFieldsFragment } from './operations/fragments.graphql.ts';
import {
  CreateTokenUploadDocument,
  ExportTokensDocument,
  ImportTokensDocument,
  TokensDocument,
  type ExportTokensMutation,
  type ExportTokensMutationVariables,
  type ImportTokensMutationVariables,
  type TokensQueryVariables,
} from './operations/tokens.graphql.ts';

/** The tokens of all libraries that may be read, in their newest versions. */
export const listTokens = (
  client: Client,
  filter: Omit<TokensQueryVariables, 'first' | 'after'> = {},
): NodeList<TokenFieldsFragment> =>
  new NodeList(async (page) => (await client.run(TokensDocument, { ...filter, ...page })).tokens);

/** Addresses of files with the tokens, which `download` fetches. */
export async function exportTokens(
  client: Client,
  input: ExportTokensMutationVariables,
): Promise<Accepted<ExportTokensMutation['exportTokens']>> {
  return accepted((await client.run(ExportTokensDocument, input)).exportTokens);
}

/** Sends a token file, whose tokens join a library. */
export async function importTokens(
  client: Client,
  file: Upload,
  choices: Omit<ImportTokensMutationVariables, 'uploadId'>,
): Promise<readonly TokenFieldsFragment[]> {
  const created = await client.run(CreateTokenUploadDocument, { bytes: file.body.size });
  const { id: uploadId, ...target } = accepted(created.createTokenUpload);
  await putFile(client, target, file);
  return accepted((await client.run(ImportTokensDocument, { ...choices, uploadId })).importTokens).tokens;
}
