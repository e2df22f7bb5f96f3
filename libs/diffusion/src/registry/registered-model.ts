import { PRESETS, type PresetName } from '@facet/base';
import * as z from 'zod';

const presets = Object.keys(PRESETS) as PresetName[];

/** What was measured of a model when it was added. */
const measured = z.object({
  family: z.enum(['sd1', 'sd2', 'sdxl']),
  fingerprint: z.string(),
  /** Bytes of the graphs' and the weights' files. */
  bytes: z.number(),
  /** Numbers stored in all networks. */
  parameters: z.number(),
  /** Type of most of the U-Net's numbers: FLOAT, FLOAT16 ... */
  storedType: z.string(),
  /** What the U-Net predicts: `epsilon`, `v_prediction`, `sample`. */
  prediction: z.string(),
  /** What it was distilled to, if it was. */
  preset: z.enum(presets).optional(),
  /** Side of its native square picture. */
  pixels: z.number(),
  /** What sides of pictures are multiples of. */
  pixelsMultiple: z.number(),
  /** Cross-attention layers. */
  layers: z.number(),
});

/** A model under a name: where it lies, how it is read, what it was when it was added. */
export const RegisteredModel = z.object({
  version: z.literal(1),
  name: z.string(),
  /** Absolute: a folder or a checkpoint. */
  path: z.string(),
  /** What its files do not say, or leave to choose. */
  source: z
    .object({
      variant: z.string(),
      prediction: z.enum(['epsilon', 'v_prediction']),
      preset: z.enum([...presets, 'none']),
      vae: z.string(),
      loras: z.array(z.object({ path: z.string(), strength: z.number() })).readonly(),
    })
    .partial(),
  addedAt: z.string(),
  measured,
});
export type RegisteredModel = z.infer<typeof RegisteredModel>;
export type MeasuredModel = RegisteredModel['measured'];
