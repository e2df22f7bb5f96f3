import { exportKey, type TokenId } from '@facet/contracts';
import { deleteStored, getTokenContents, recordAudit, vectorsOf, type TokenContent } from '@facet/db';
import {
  bySet,
  encodeTokenFile,
  EXPORT_WARNING,
  exportPerLayer,
  exportSingle,
  tokenSetOf,
  type ExportedFile,
  type StoredToken,
} from '@facet/inversion/files';
import type { SignedDownload } from '@facet/storage';
import { randomBytes } from 'node:crypto';
import PQueue from 'p-queue';
import { signExport } from '../downloads.ts';
import { DOWNLOAD_SECONDS } from '../steady-addresses.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { forClient, NotFoundError } from '../errors.ts';

import { MAX_TOKEN_FILE_BYTES, type TokenFileFormat } from './formats.ts';

/** Node's threads also read what others wait for. */
const WRITES_AT_ONCE = 2;

export interface TokenFile {
  readonly name: string;
  readonly tokenIds: readonly TokenId[];
  readonly file: SignedDownload;
}

export interface TokenExport {
  readonly files: readonly TokenFile[];
  readonly warning: string | null;
}

type Content = Omit<TokenContent, 'vectors'> & StoredToken;
type Written = ExportedFile & Pick<TokenFile, 'tokenIds'>;

/** Writes tokens as files, which are there for as long as their addresses. Throws `NotFoundError`, `TokenFileError`. */
export async function exportTokens(
  context: Context,
  ids: readonly TokenId[],
  format: TokenFileFormat,
): Promise<TokenExport> {
  const { organizationId } = viewerOf(context);
  const secret = randomBytes(16).toString('hex');
  const keyOf = (index: number): string => exportKey(organizationId, secret, index, 'safetensors');
  const written = await inOrganization(context, async (transaction, { actor }) => {
    const contents = await getTokenContents(transaction, actor, ids);
    const tokens = ids.map((id) => {
      const found = contents.find((content) => content.id === id);
      if (!found) throw new NotFoundError();
      return { ...found, vectors: vectorsOf(found) };
    });
    const files = withDistinctNames(write(tokens, format));
    const goneAt = new Date(Date.now() + DOWNLOAD_SECONDS * 1000);
    await deleteStored(
      transaction,
      files.map((_, index) => keyOf(index)),
      goneAt,
    );
    for (const subjectId of ids) {
      const subject = { subjectKind: 'token', subjectId, detail: { format } };
      await recordAudit(transaction, actor, { action: 'token.export', ...subject });
    }
    return files;
  });
  const writing = new PQueue({ concurrency: WRITES_AT_ONCE });
  const files = await writing.addAll(
    written.map(({ name, tokenIds, bytes }, index) => async () => {
      await context.services.store.put(keyOf(index), bytes, MAX_TOKEN_FILE_BYTES);
      return { name, tokenIds, file: await signExport(context, keyOf(index), name) };
    }),
  );
  return { files, warning: format === 'native' ? null : EXPORT_WARNING };
}

function write(tokens: readonly Content[], format: TokenFileFormat): Written[] {
  try {
    return format === 'native' ? bySet(tokens).map(nativeFile) : tokens.map((token) => foreignFile(token, format));
  } catch (error) {
    throw forClient(error);
  }
}

function nativeFile(tokens: readonly Content[]): Written {
  return {
    name: `${plain(tokens[0]!.name)}.safetensors`,
    bytes: encodeTokenFile(tokenSetOf(tokens)),
    tokenIds: tokens.map(({ id }) => id),
  };
}

function foreignFile(token: Content, format: Exclude<TokenFileFormat, 'native'>): Written {
  const set = tokenSetOf([token]);
  const { name, attribute, standIn, id } = token;
  const [file] =
    format === 'single'
      ? exportSingle(set, plain(name))
      : [exportPerLayer(set, attribute, `${plain(name)}-${attribute}`, standIn ?? undefined)];
  return { ...file!, tokenIds: [id] };
}

/** Other tools trigger a token by the name of its file, so it has to be one word. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase() || 'token';

/** Tokens of several libraries may have one name; the second becomes `<name>-2`. */
function withDistinctNames(files: readonly Written[]): Written[] {
  const seen = new Map<string, number>();
  return files.map((file) => {
    const count = (seen.get(file.name) ?? 0) + 1;
    seen.set(file.name, count);
    return count === 1 ? file : { ...file, name: file.name.replace(/(?=\.safetensors$)/, `-${count}`) };
  });
}
