import type { TokenName } from '@facet/base';
import { basename, extname, join } from 'node:path';
import type { Remote } from './client.ts';
import { downloadTo } from './download.ts';
import { accepted } from './errors.ts';
import { findModelId } from './named.ts';
import {
  CreateTokenUploadDocument,
  ExportTokensDocument,
  ImportTokensDocument,
  type TokenFieldsFragment,
} from './operations.ts';
import { putFile, readUserFile } from './upload.ts';
import { upper } from './upper.ts';

/** What reads exported tokens, as `tokens export` calls it. */
export const tokenForms = { native: 'NATIVE', single: 'SINGLE', layers: 'LAYERS' } as const;
export type TokenForm = keyof typeof tokenForms;

/** Fetches tokens as files into a folder; the paths of the files. */
export async function exportTokenFiles(
  remote: Remote,
  tokenIds: readonly string[],
  form: TokenForm,
  folder: string,
): Promise<string[]> {
  const answer = await remote.run(ExportTokensDocument, { tokenIds, format: tokenForms[form] });
  const { files, warning } = accepted(answer.exportTokens);
  const paths: string[] = [];
  for (const { name, file } of files) {
    // A name out of the folder is none that the service would give.
    const path = join(folder, basename(name));
    await downloadTo(remote, file.url, path);
    paths.push(path);
  }
  if (warning !== null) remote.context.reporter.warn(warning);
  return paths;
}

/** What a file of another tool does not say, and what the tokens are to be called. */
export interface ImportChoices {
  readonly name?: string;
  readonly as?: TokenName;
  readonly word?: string;
  readonly allowPickle?: boolean;
  readonly model?: string;
}

/** Sends a token file, whose tokens join a library. @throws CliError `bad-input`, RemoteError */
export async function importTokenFile(
  remote: Remote,
  path: string,
  libraryId: string,
  { name = basename(path, extname(path)), as, word, allowPickle, model }: ImportChoices,
): Promise<readonly TokenFieldsFragment[]> {
  const modelId = model === undefined ? undefined : await findModelId(remote, model);
  const bytes = await readUserFile(path);
  const created = await remote.run(CreateTokenUploadDocument, { bytes: bytes.length });
  const upload = accepted(created.createTokenUpload);
  await putFile(remote, upload, path, bytes);
  const { importTokens } = await remote.run(ImportTokensDocument, {
    uploadId: upload.id,
    libraryId,
    name,
    modelId,
    attribute: as && upper(as),
    word,
    allowPickle,
  });
  return accepted(importTokens).tokens;
}
