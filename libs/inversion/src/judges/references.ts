import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFileName } from '@facet/base';
import { loadImage, type DiffusionModel, type Tensor } from '@facet/diffusion';
import * as z from 'zod';
import { InversionError } from '../errors.ts';

const referenceSchema = z.object({
  file: z.string().refine(isFileName, 'must be the name of a file in this folder'),
  color: z.string(),
  style: z.string(),
  object: z.string(),
  layout: z.string(),
  heldOut: z.boolean(),
});

/** A reference picture of the model's world with its true factors. */
export type Reference = z.infer<typeof referenceSchema>;

/** `references/references.json` of a model folder. */
export async function readReferences(directory: string): Promise<Reference[]> {
  const path = join(directory, 'references', 'references.json');
  try {
    return z.array(referenceSchema).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new InversionError('io', `Cannot read the list of references ${path}: ${(cause as Error).message}`, {
      cause,
    });
  }
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
