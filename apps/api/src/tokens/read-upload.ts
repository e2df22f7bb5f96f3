import type { TokenName } from '@facet/base';
import { Fingerprint, tokenUploadKey } from '@facet/contracts';
import { listModels, type NewToken, type OfferedModel } from '@facet/db';
import { ParserError } from '@facet/intake';
import type { EmbeddingModel } from '@facet/inversion/files';
import { StorageError } from '@facet/storage';
import type { TokensRead, TokensWanted } from '../foreign/read-tokens.ts';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { forClient, InvalidInputError, NotFoundError, TokenFileError } from '../errors.ts';
import { decodeId } from '../ids.ts';
import { modelOf } from '../work/model-of.ts';
import { MAX_TOKEN_FILE_BYTES } from './formats.ts';

/** What files of other tools do not say. */
export interface EmbeddingChoices {
  readonly modelId?: string | null | undefined;
  readonly attribute?: TokenName | null | undefined;
  readonly word?: string | undefined;
  readonly allowPickle?: boolean | null | undefined;
}

/**
 * The tokens in a file that was put, checked to be of a model that is known here. Throws `NotFoundError` where nothing was
 * put, `TokenFileError`, `InvalidInputError`, `WrongStateError`.
 */
export async function readTokenUpload(
  context: Context,
  uploadId: string,
  { modelId, attribute, word, allowPickle }: EmbeddingChoices,
): Promise<Omit<NewToken, 'name'>[]> {
  const models = await inOrganization(context, (transaction) => listModels(transaction));
  const newest = models.find(({ devices }) => devices.length > 0);
  const read = await readFile(context, uploadId, {
    model: modelId ? shapeOf(await modelOf(context, modelId)) : undefined,
    known: models.map(shapeOf),
    newest: newest && shapeOf(newest),
    attribute: attribute ?? 'object',
    word,
    allowPickle: allowPickle ?? false,
  });
  if ('tokens' in read)
    return read.tokens.map((token) => Object.assign(token, { fingerprint: Fingerprint.parse(token.fingerprint) }));
  // Says that there is none.
  if (read.missing === 'model') await modelOf(context, undefined);
  throw new InvalidInputError('The file is from another tool. Give word: the plain word that the token stands for.');
}

async function readFile(context: Context, uploadId: string, wanted: TokensWanted): Promise<TokensRead> {
  const { foreignFiles } = context.services;
  try {
    return await foreignFiles.inTurn(viewerOf(context), 'read', async () =>
      foreignFiles.parsers.run('readTokens', await readUpload(context, uploadId), wanted),
    );
  } catch (error) {
    if (!(error instanceof ParserError)) throw forClient(error);
    context.log.warn({ err: error }, 'a token file did not let itself be read');
    throw new TokenFileError(
      'corrupt-file',
      'Reading the file takes more time or memory than a token file may take. Save the token again, as .safetensors.',
    );
  }
}

async function readUpload(context: Context, uploadId: string): Promise<Uint8Array> {
  const key = tokenUploadKey(viewerOf(context).organizationId, decodeId('TokenUpload', uploadId));
  try {
    return await context.services.store.getBytes(key, MAX_TOKEN_FILE_BYTES);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not-found') throw new NotFoundError();
    throw error;
  }
}

const shapeOf = ({ fingerprint, name, embeddingWidth, layers, traits }: OfferedModel): EmbeddingModel => ({
  fingerprint,
  formerFingerprints: traits.formerFingerprints ?? [],
  modelName: name,
  embeddingWidth,
  layerCount: layers,
});
