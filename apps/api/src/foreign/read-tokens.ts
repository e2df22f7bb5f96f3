import type { TokenName } from '@facet/base';
import {
  belongsTo,
  InversionError,
  SOURCE_TEXT_MAP,
  type EmbeddingModel,
  type HashedToken,
  type TokenSet,
} from '@facet/inversion/files';
import {
  checkForModel,
  decodeTokenFile,
  hasOnlyTokens,
  importEmbedding,
  isTokenFile,
  storedTokens,
} from '@facet/inversion/parser';
import { checkTexts } from './check-texts.ts';

export interface TokensWanted {
  /** Which the file's tokens must belong to, by choice. */
  readonly model: EmbeddingModel | undefined;
  /** All that are known here; a native file names one. */
  readonly known: readonly EmbeddingModel[];
  /** Of a file of another tool that names none. */
  readonly newest: EmbeddingModel | undefined;
  readonly attribute: TokenName;
  readonly word: string | undefined;
  readonly allowPickle: boolean;
}

/** The file's tokens, or what else has to be said about a file of another tool. */
export type TokensRead = { readonly tokens: readonly HashedToken[] } | { readonly missing: 'word' | 'model' };

const ORIGIN = 'The file';

/** The tokens in a file, checked to be of a model that is known here. Throws `InversionError`, `SafetensorsError`. */
export function readTokens(bytes: Uint8Array, wanted: TokensWanted): TokensRead {
  if (isTokenFile(bytes, ORIGIN)) return stored(nativeSet(bytes, wanted));
  const { word, attribute, allowPickle, model = wanted.newest } = wanted;
  if (word === undefined) return { missing: 'word' };
  if (model === undefined) return { missing: 'model' };
  return stored(importEmbedding(bytes, ORIGIN, model, SOURCE_TEXT_MAP, { as: attribute, word, allowPickle }));
}

function stored(set: TokenSet): TokensRead {
  checkTexts(set);
  return { tokens: storedTokens(set) };
}

function nativeSet(bytes: Uint8Array, { model, known }: TokensWanted): TokenSet {
  const set = decodeTokenFile(bytes, ORIGIN);
  if (!hasOnlyTokens(set))
    throw new InversionError(
      'unsupported-format',
      `These tokens (${set.method}) come with changed weights of the model, which a library does not keep. Invert the picture with a method that trains tokens only.`,
    );
  const own = model ?? known.find((each) => belongsTo(set, each));
  if (!own)
    throw new InversionError(
      'fingerprint-mismatch',
      `The file belongs to the model ${set.modelName} (fingerprint ${set.fingerprint.slice(0, 12)}), which no worker has offered here. Start one that holds it, or invert the picture again.`,
    );
  checkForModel(set, own, ORIGIN);
  return set;
}
