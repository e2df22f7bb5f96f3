import { isFileName, type TokenName } from '@facet/base';
import { InversionError } from '../errors.ts';
import { INACTIVE } from '../attribution/cells.ts';
import { addScaled, partsOf } from '../vector.ts';
import { ENCODER_KEYS, encoderWidths } from './encoder-parts.ts';
import type { LearnedToken, TokenSet } from '../tokens/token-set.ts';
import { writeSafetensors } from '@facet/safetensors';
import { encodeTokenFile } from './token-file.ts';

export interface ExportedFile {
  /** Suggested file name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** To be shown with every export. */
export const EXPORT_WARNING =
  'Other tools use a token in all stages and layers. Facet uses it only in its own, so elsewhere more of the picture leaks in.';

/** Throws `unsupported-format`: an embedding file has no place for weights, and without them the token draws something else. */
function refuseWeights(set: TokenSet): void {
  if (set.weights === undefined) return;
  throw new InversionError(
    'unsupported-format',
    `These tokens (${set.method}) change ${set.weights.size} weights of the U-Net, which embedding files of other tools cannot hold, and mean nothing without them. Keep the native file, or invert the picture with a method that trains tokens only.`,
  );
}

/** Other tools call a token by the name of its file. Throws `invalid-input`. */
function assertName(prefix: string): void {
  if (isFileName(prefix)) return;
  throw new InversionError(
    'invalid-input',
    `Files cannot be called ${JSON.stringify(prefix.slice(0, 80))}. Give a name that is not empty, has no / or \\ and fewer than 200 bytes.`,
  );
}

/**
 * The native file, attribution map and all, for what reads it in other tools (`integrations/`).
 *
 * @throws InversionError `unsupported-format` for tokens that come with weights; `invalid-input` for a name that no file can have.
 */
export function exportNative(set: TokenSet, name: string): ExportedFile {
  refuseWeights(set);
  assertName(name);
  return { name: `${name}.safetensors`, bytes: encodeTokenFile(set) };
}

/**
 * One file per token for diffusers' `load_textual_inversion`, the AUTOMATIC1111 web UI and ComfyUI: each accepts exactly
 * one key, the token's name, with a tensor `[1, embeddingWidth]`; of a model with two text encoders `clip_l` and `clip_g`, with
 * the part of each. A token of several vectors (p-plus, prospect) is
 * exported as the mean over the cells in which it is active, the one vector nearest to what it does.
 *
 * @throws InversionError `unsupported-format` for tokens that come with weights, `invalid-input` for a prefix that no file
 *   can have.
 * @param prefix the keys are `<prefix>-<attribute>`; this is the word that triggers the token in those tools.
 * @param widths of the parts of a vector, where the model is of no size that people have
 */
export function exportSingle(set: TokenSet, prefix: string, widths?: readonly number[]): ExportedFile[] {
  refuseWeights(set);
  assertName(prefix);
  return set.tokens.map((token) => {
    const key = `${prefix}-${token.name}`;
    const vector = meanOverCells(token);
    const parts = partsOf(vector, widths ?? encoderWidths(vector.length));
    const keys = parts.length === 1 ? [key] : ENCODER_KEYS;
    const tensors = new Map(parts.map((data, at) => [keys[at]!, { dims: [1, data.length], data }]));
    const bytes = writeSafetensors(tensors, exportMetadata(set));
    return { name: `${key}.safetensors`, bytes };
  });
}

/**
 * The P+ form: one key `<prefix>-<layer>` for each cross-attention layer (sixteen for Stable Diffusion 1.x), each
 * `[1, embeddingWidth]`; of a model with two text encoders both parts one behind the other, which `integrations/` read and other
 * tools do not. In layers where the token is never active stands the vector of its neutral stand-in, which the caller gives (the
 * fallback word's), because the form has no way to say "nothing".
 *
 * @throws InversionError `unsupported-format` for tokens that come with weights, and for one that is not active in all layers where
 *   `inactive` is undefined; `invalid-input` for a name that the set does not have.
 */
export function exportPerLayer(
  set: TokenSet,
  name: TokenName,
  prefix: string,
  inactive: ArrayLike<number> | undefined,
): ExportedFile {
  refuseWeights(set);
  assertName(prefix);
  const token = set.tokens.find((candidate) => candidate.name === name);
  if (token === undefined)
    throw new InversionError(
      'invalid-input',
      `These tokens have no "${name}"; they have ${set.tokens.map((t) => t.name).join(', ')}.`,
    );
  const layers = token.cells[0]!.length;
  const tensors = new Map(
    Array.from({ length: layers }, (_, layer) => {
      const active = token.cells.map((row) => row[layer]!).filter((vector) => vector !== INACTIVE);
      const data = active.length === 0 ? standIn(token, layer, inactive) : meanOf(token, active);
      return [`${prefix}-${layer}`, { dims: [1, data.length], data }];
    }),
  );
  return { name: `${prefix}-layers.safetensors`, bytes: writeSafetensors(tensors, exportMetadata(set)) };
}

function standIn(token: LearnedToken, layer: number, inactive: ArrayLike<number> | undefined): Float32Array {
  if (inactive !== undefined) return Float32Array.from(inactive);
  throw new InversionError(
    'unsupported-format',
    `The ${token.name} token is not active in layer ${layer}, and the vector of its plain word "${token.fallbackWord ?? token.initialWord}", which would stand there, is not known. Export it as one vector, or natively.`,
  );
}

const exportMetadata = (set: TokenSet): Record<string, string> => ({
  source: 'facet',
  model_fingerprint: set.fingerprint,
  model_name: set.modelName,
  method: set.method,
  warning: EXPORT_WARNING,
});

const meanOverCells = (token: LearnedToken): Float32Array => {
  const active = token.cells.flat().filter((vector) => vector !== INACTIVE);
  return active.length === 0 ? token.vectors[0]! : meanOf(token, active);
};

function meanOf(token: LearnedToken, vectors: readonly number[]): Float32Array {
  if (new Set(vectors).size === 1) return token.vectors[vectors[0]!]!;
  const out = new Float32Array(token.vectors[0]!.length);
  for (const vector of vectors) addScaled(out, token.vectors[vector]!, 1 / vectors.length);
  return out;
}
