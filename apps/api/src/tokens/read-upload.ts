import type { TokenName } from '@facet/base';
import { Fingerprint, tokenUploadKey } from '@facet/contracts';
import { listModels, type NewToken, type OfferedModel } from '@facet/db';
import {
  checkForModel,
  decodeTokenFile,
  hasOnlyTokens,
  importEmbedding,
  isTokenFile,
  SOURCE_TEXT_MAP,
  storedTokens,
  type EmbeddingModel,
  type TokenSet,
} from '@facet/inversion/files';
import { StorageError } from '@facet/storage';
import { inOrganization, viewerOf, type Context } from '../graphql/context.ts';
import { forClient, InvalidInputError, NotFoundError, TokenFileError } from '../errors.ts';
import { decodeId } from '../ids.ts';
import { modelOf } from '../work/model-of.ts';
import { checkTexts } from './check-texts.ts';
import { MAX_TOKEN_FILE_BYTES } from './formats.ts';

/** What files of other tools do not say. */
export interface EmbeddingChoices {
  readonly modelId?: string | null | undefined;
  readonly attribute?: TokenName | null | undefined;
  readonly word?: string | undefined;
  readonly allowPickle?: boolean | null | undefined;
}

const ORIGIN = 'The file';

/**
 * The tokens in a file that was put, checked to be of a model that is known here. Throws `NotFoundError` where nothing was
 * put, `TokenFileError`, `InvalidInputError`, `WrongStateError`.
 */
export async function readTokenUpload(
  context: Context,
  uploadId: string,
  choices: EmbeddingChoices,
): Promise<Omit<NewToken, 'name'>[]> {
  const bytes = await readUpload(context, uploadId);
  try {
    const set = isTokenFile(bytes, ORIGIN)
      ? await nativeSet(context, bytes, choices)
      : await embeddingSet(context, bytes, choices);
    checkTexts(set);
    return storedTokens(set).map((token) =>
      Object.assign(token, { fingerprint: Fingerprint.parse(token.fingerprint) }),
    );
  } catch (error) {
    throw forClient(error);
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

async function nativeSet(context: Context, bytes: Uint8Array, { modelId }: EmbeddingChoices): Promise<TokenSet> {
  const set = decodeTokenFile(bytes, ORIGIN);
  if (!hasOnlyTokens(set))
    throw new TokenFileError(
      'unsupported-format',
      `These tokens (${set.method}) come with changed weights of the model, which a library does not keep. Invert the picture with a method that trains tokens only.`,
    );
  const models = await inOrganization(context, (transaction) => listModels(transaction));
  const model = modelId ? await modelOf(context, modelId) : models.find((each) => each.fingerprint === set.fingerprint);
  if (!model)
    throw new TokenFileError(
      'fingerprint-mismatch',
      `The file belongs to the model ${set.modelName} (fingerprint ${set.fingerprint.slice(0, 12)}), which no worker has offered here. Start one that holds it, or invert the picture again.`,
    );
  checkForModel(set, shapeOf(model), ORIGIN);
  return set;
}

async function embeddingSet(
  context: Context,
  bytes: Uint8Array,
  { modelId, attribute, word, allowPickle }: EmbeddingChoices,
): Promise<TokenSet> {
  if (word === undefined)
    throw new InvalidInputError('The file is from another tool. Give word: the plain word that the token stands for.');
  const model = await modelOf(context, modelId);
  const options = { as: attribute ?? 'object', word, allowPickle: allowPickle ?? false } as const;
  return importEmbedding(bytes, ORIGIN, shapeOf(model), SOURCE_TEXT_MAP, options);
}

const shapeOf = ({ fingerprint, name, embeddingWidth, layers }: OfferedModel): EmbeddingModel => ({
  fingerprint,
  modelName: name,
  embeddingWidth,
  layerCount: layers,
});
