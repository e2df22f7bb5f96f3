import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { TOKEN_NAMES, type TokenName } from '../attributes.ts';
import { attributionMapSchema } from '../attribution/schema.ts';
import { InversionError } from '../errors.ts';
import { leakReportSchema } from '../leak/report.ts';
import { withoutReport, type LearnedToken, type TokenSet } from '../tokens/token-set.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { readSafetensors, writeSafetensors } from '@facet/safetensors';

const FORMAT = 'facet-tokens';
const VERSION = 1;

const tokenName = z.enum(TOKEN_NAMES as [TokenName, ...TokenName[]]);

/** The metadata of a native file, as one JSON text under the key `facet`. */
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
  palette: z.array(z.strictObject({ name: z.string(), share: z.number() })),
  map: attributionMapSchema,
  stageBounds: z.array(z.number()),
  tokens: z
    .array(
      z.strictObject({
        name: tokenName,
        cells: z.array(z.array(z.int().min(-1))),
        initialWord: z.string(),
        fallbackWord: z.string().exactOptional(),
      }),
    )
    .min(1),
  leakReport: leakReportSchema.exactOptional(),
});

/** The bytes of a native token file: one tensor `[vectors, embeddingWidth]` per token, the rest as metadata. */
export function encodeTokenFile(set: TokenSet): Uint8Array {
  const { tokens, ...origin } = set;
  const head = {
    format: FORMAT,
    formatVersion: VERSION,
    ...origin,
    tokens: tokens.map(({ name, cells, initialWord, fallbackWord }) => ({ name, cells, initialWord, fallbackWord })),
  };
  const tensors = new Map(
    tokens.map(({ name, vectors }) => {
      const data = new Float32Array(vectors.length * vectors[0]!.length);
      vectors.forEach((vector, i) => data.set(vector, i * vector.length));
      return [name, { dims: [vectors.length, vectors[0]!.length], data }];
    }),
  );
  return writeSafetensors(tensors, { facet: JSON.stringify(head) });
}

/** Reads a native token file. Throws `corrupt-file` or `unsupported-format`; `origin` names the file in errors. */
export function decodeTokenFile(bytes: Uint8Array, origin: string): TokenSet {
  const { tensors, metadata } = readSafetensors(bytes, origin);
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
  const { format: _format, formatVersion: _version, tokens, ...set } = result.data;
  return {
    ...set,
    tokens: tokens.map(({ name, cells, initialWord, fallbackWord }): LearnedToken => {
      const tensor = tensors.get(name);
      if (tensor?.dims.length !== 2)
        throw new InversionError(
          'corrupt-file',
          `${origin} lists the token "${name}" but has no tensor [vectors, width] of that name.`,
        );
      const [count, width] = tensor.dims as [number, number];
      if (cells.some((row) => row.some((vector) => vector >= count)))
        throw new InversionError(
          'corrupt-file',
          `${origin}: the cells of "${name}" name more than its ${count} vectors.`,
        );
      const vectors = Array.from({ length: count }, (_, i) => tensor.data.slice(i * width, (i + 1) * width));
      return { name, vectors, cells, initialWord, fallbackWord };
    }),
  };
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
