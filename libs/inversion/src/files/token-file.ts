import { TOKEN_NAMES } from '@facet/base';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { attributionMapSchema } from '../attribution/schema.ts';
import { InversionError } from '../errors.ts';
import { leakReportSchema } from '../tokens/leak-report.ts';
import { withoutReport, type LearnedToken, type TokenSet, type WeightDifference } from '../tokens/token-set.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { assertUsable } from './usable.ts';
import { readMetadata, readSafetensors, writeSafetensors, type NamedTensor } from '@facet/safetensors';

const FORMAT = 'facet-tokens';
const VERSION = 1;

/**
 * The metadata of a native file, as one JSON text under the key `facet`. What a set or a token has and the file would lose does
 * not compile.
 */
const headSchema = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(VERSION),
  fingerprint: z.string().min(1),
  modelName: z.string(),
  method: z.string(),
  steps: z.int().min(0),
  seed: z.int().min(0),
  imageHash: z.string(),
  objectWord: z.string(),
  objectWordOrigin: z.enum(['given', 'zero-shot']),
  palette: z.array(
    z.strictObject({
      name: z.string(),
      share: z.number(),
      rgb: z.tuple([z.number(), z.number(), z.number()]).exactOptional(),
    }),
  ),
  map: attributionMapSchema,
  stageBounds: z.array(z.number()),
  tokens: z
    .array(
      z.strictObject({
        name: z.enum(TOKEN_NAMES),
        cells: z.array(z.array(z.int().min(-1))),
        initialWord: z.string(),
        fallbackWord: z.string().exactOptional(),
        classWord: z.string().exactOptional(),
      } satisfies Record<Exclude<keyof LearnedToken, 'vectors'>, z.ZodType>),
    )
    .min(1),
  /** Names of the U-Net weights whose differences the file holds, each as the tensor `weights/<name>`. */
  weights: z.array(z.string()).min(1).exactOptional(),
  leakReport: leakReportSchema.exactOptional(),
} satisfies Record<keyof TokenSet | 'format' | 'formatVersion', z.ZodType>);

/** Of four tokens, or one, and every weight of a U-Net of the largest kind. */
const MAX_TENSORS = 5_000;

const weightKey = (name: string): string => `weights/${name}`;

/**
 * The bytes of a native token file: one tensor `[vectors, embeddingWidth]` per token, one per changed U-Net weight, the rest
 * as metadata. Differences of weights are float32 like everything else, so that a set read back is the set that was written.
 */
export function encodeTokenFile(set: TokenSet): Uint8Array {
  const { tokens, weights, ...origin } = set;
  const head = {
    format: FORMAT,
    formatVersion: VERSION,
    ...origin,
    tokens: tokens.map(({ vectors: _vectors, ...token }) => token),
    ...(weights === undefined ? {} : { weights: [...weights.keys()] }),
  };
  const tensors = new Map<string, NamedTensor>(
    tokens.map(({ name, vectors }) => {
      const data = new Float32Array(vectors.length * vectors[0]!.length);
      vectors.forEach((vector, i) => data.set(vector, i * vector.length));
      return [name, { dims: [vectors.length, vectors[0]!.length], data }];
    }),
  );
  for (const [name, difference] of weights ?? []) tensors.set(weightKey(name), difference);
  // In the schema's order of keys, so that equal sets give equal bytes whoever made them.
  const ordered = headSchema.parse(JSON.parse(JSON.stringify(head)));
  return writeSafetensors(tensors, { facet: JSON.stringify(ordered) });
}

/** A safetensors file begins with the length of its header, 8 bytes, and the header with a brace. */
export const isSafetensors = (bytes: Uint8Array): boolean => bytes[8] === 0x7b;

/** Whether these are the bytes of a native token file, of whatever version. Throws SafetensorsError for a broken one. */
export const isTokenFile = (bytes: Uint8Array, origin: string): boolean =>
  isSafetensors(bytes) && readMetadata(bytes, origin)['facet'] !== undefined;

/** Reads a native token file. Throws `corrupt-file` or `unsupported-format`; `origin` names the file in errors. */
export function decodeTokenFile(bytes: Uint8Array, origin: string): TokenSet {
  const { tensors, metadata } = readSafetensors(bytes, origin, { maxTensors: MAX_TENSORS });
  const text = metadata['facet'];
  if (text === undefined)
    throw new InversionError(
      'unsupported-format',
      `${origin} is no token file of Facet (it has no "facet" metadata). Embeddings of other tools come in with: facet tokens import.`,
    );
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new InversionError('corrupt-file', `${origin} has metadata that is not JSON.`, { cause });
  }
  const version = (data as { formatVersion?: unknown } | null)?.formatVersion;
  if (version !== VERSION)
    throw new InversionError(
      'unsupported-format',
      `${origin} has token format version ${String(version)}; this program reads version ${VERSION}.`,
    );
  const result = headSchema.safeParse(data);
  if (!result.success)
    throw new InversionError('corrupt-file', `${origin} has malformed metadata: ${z.prettifyError(result.error)}`);
  const { format: _format, formatVersion: _version, tokens, weights, ...set } = result.data;
  // Each name has one tensor, which a list of many could ask for as many times.
  if (new Set(tokens.map(({ name }) => name)).size < tokens.length)
    throw new InversionError('corrupt-file', `${origin} lists a token more than once.`);
  return {
    ...set,
    ...(weights === undefined ? {} : { weights: differences(weights, tensors, origin) }),
    tokens: tokens.map((token): LearnedToken => {
      const { name, cells } = token;
      const tensor = tensors.get(name);
      if (tensor?.dims.length !== 2)
        throw new InversionError(
          'corrupt-file',
          `${origin} lists the token "${name}" but has no tensor [vectors, width] of that name.`,
        );
      assertUsable(tensor.data, `${origin}: the token "${name}"`);
      const [count, width] = tensor.dims as [number, number];
      if (cells.some((row) => row.some((vector) => vector >= count)))
        throw new InversionError(
          'corrupt-file',
          `${origin}: the cells of "${name}" name more than its ${count} vectors.`,
        );
      const vectors = Array.from({ length: count }, (_, i) => tensor.data.slice(i * width, (i + 1) * width));
      return Object.assign(token, { fallbackWord: token.fallbackWord, vectors });
    }),
  };
}

function differences(
  names: readonly string[],
  tensors: ReadonlyMap<string, NamedTensor>,
  origin: string,
): WeightDifference {
  return new Map(
    names.map((name) => {
      const tensor = tensors.get(weightKey(name));
      if (tensor === undefined)
        throw new InversionError('corrupt-file', `${origin} lists the weight "${name}" but has no tensor for it.`);
      assertUsable(tensor.data, `${origin}: the weight "${name}"`);
      return [name, tensor];
    }),
  );
}

export async function saveTokenFile(path: string, set: TokenSet): Promise<void> {
  await writeFileAtomic(path, encodeTokenFile(set));
}

export async function loadTokenFile(path: string): Promise<TokenSet> {
  return decodeTokenFile(await readBytes(path), path);
}

/** Reads a file's bytes; `io` names it. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new InversionError('io', `Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

/**
 * SHA-256 in hex of the native file without its leak report: what a recipe knows a token set by. Measuring tokens leaves
 * them the same tokens.
 */
export const tokenSetHash = (set: TokenSet): string =>
  createHash('sha256')
    .update(encodeTokenFile(withoutReport(set)))
    .digest('hex');
