import { isFileName, type TokenName } from '@facet/base';
import { enumName, exportTokens, importTokens, type TokenFieldsFragment } from '@facet/client';
import { basename, extname, join } from 'node:path';
import { CliError } from '../errors.ts';
import { fetchFileTo } from './fetch-file.ts';
import { findModelId } from './named.ts';
import { readUserFile } from './picture-file.ts';
import type { Remote } from './remote.ts';

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
  const { files, warning } = await exportTokens(remote, { tokenIds, format: tokenForms[form] });
  const paths: string[] = [];
  for (const { name, file } of files) {
    if (!isFileName(name))
      throw new CliError('bad-input', `The service calls a file ${JSON.stringify(name)}, which is no name.`);
    const path = join(folder, name);
    await fetchFileTo(remote, file.url, path);
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

/** Sends a token file, whose tokens join a library. @throws CliError `bad-input`, ClientError */
export async function importTokenFile(
  remote: Remote,
  path: string,
  libraryId: string,
  { name = basename(path, extname(path)), as, word, allowPickle, model }: ImportChoices,
): Promise<readonly TokenFieldsFragment[]> {
  const modelId = model === undefined ? undefined : await findModelId(remote, model);
  const body = await readUserFile(path);
  const { signal } = remote.context;
  const attribute = as && enumName(as);
  return importTokens(remote, { body, signal }, { libraryId, name, modelId, attribute, word, allowPickle });
}
