import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadImage, type DiffusionModel, type Tensor } from '@facet/diffusion';
import * as z from 'zod';
import { InversionError } from '../errors.ts';

const referenceSchema = z.object({
  file: z.string(),
  color: z.string(),
  style: z.string(),
  object: z.string(),
  layout: z.string(),
  heldOut: z.boolean(),
});
const pairSchema = z.object({ a: z.string(), b: z.string() });

/** A reference picture of the model's world with its true factors. */
export type Reference = z.infer<typeof referenceSchema>;

export interface Pair {
  readonly a: Reference;
  readonly b: Reference;
}

async function readList<T extends z.ZodType>(directory: string, name: string, schema: T): Promise<z.infer<T>[]> {
  const path = join(directory, 'references', name);
  try {
    return z.array(schema).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new InversionError('io', `Cannot read the list of references ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

export const readReferences = (directory: string): Promise<Reference[]> =>
  readList(directory, 'references.json', referenceSchema);

/** The fixed pairs of `references/pairs.json`, in its order. */
export async function readPairs(directory: string): Promise<Pair[]> {
  const byFile = new Map((await readReferences(directory)).map((reference) => [reference.file, reference]));
  const find = (file: string): Reference => {
    const reference = byFile.get(file);
    if (reference === undefined)
      throw new InversionError('invalid-input', `pairs.json names ${file}, which references.json does not have.`);
    return reference;
  };
  return (await readList(directory, 'pairs.json', pairSchema)).map(({ a, b }) => ({ a: find(a), b: find(b) }));
}

/** The picture of a reference and the hash of its file. */
export async function loadReference(
  model: DiffusionModel,
  reference: Reference,
): Promise<{ image: Tensor; imageHash: string }> {
  const path = join(model.directory, 'references', reference.file);
  const side = model.defaultLatentSize * model.vaeScale;
  const image = await loadImage(path, { width: side, height: side });
  return {
    image,
    imageHash: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  };
}
