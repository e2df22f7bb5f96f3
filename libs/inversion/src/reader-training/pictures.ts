import { loadImage, type DiffusionModel } from '@facet/diffusion';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InversionError } from '../errors.ts';
import { concatenated } from '../vector.ts';
import { recolored } from './recolor.ts';
import type { Row } from './shards.ts';

const FORMATS = /\.(png|jpe?g|webp|gif|tiff?|avif|heif)$/i;

/** Views of each picture in other colors. */
export const VIEWS = 2;

/** A real picture: its latents, and what the image encoder sees of it and of its views. */
export interface SeenPicture extends Row {
  readonly latents: Float32Array;
  readonly features: Float32Array;
  /** `[VIEWS * features]` */
  readonly views: Float32Array;
}

/** The pictures of a folder, in the order of their names. Throws `io`, or `invalid-input` where there are none. */
export async function picturesIn(folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new InversionError('io', `Cannot read the folder of pictures ${folder}.`, { cause });
  }
  const pictures = names.filter((name) => FORMATS.test(name)).toSorted();
  if (pictures.length > 0) return pictures.map((name) => join(folder, name));
  throw new InversionError('invalid-input', `There is no picture in ${folder}; a reader learns from some thousand.`);
}

/** What looks at a picture, cut to the model's own size. */
export const beholder =
  (model: DiffusionModel, paths: readonly string[], seed: number) =>
  async (index: number): Promise<SeenPicture> => {
    const side = model.defaultLatentSize * model.vaeScale;
    const image = await loadImage(paths[index]!, { width: side, height: side });
    const views = Array.from({ length: VIEWS }, (_, view) => recolored(image, seed, index * VIEWS + view));
    const embeddings = [];
    for (const each of [image, ...views]) embeddings.push(...(await model.imageEmbedding(each)));
    const [features, ...seen] = embeddings;
    return {
      latents: (await model.encodeImage(image)).data,
      features: features!,
      views: concatenated(seen),
    };
  };
