import type { Attribute } from '@facet/base';
import * as z from 'zod';

export const layerGroup = z.enum(['fine', 'moderate', 'coarse']);

/** A block of cells: every listed stage with every layer of the listed groups and every listed layer index. */
export const cellBlockSchema = z.strictObject({
  /** Stage numbers from 0, the noisiest. */
  stages: z.array(z.int().min(0)).min(1),
  groups: z.array(layerGroup).default([]),
  /** Single layers by index in forward order, in addition to the groups. */
  layers: z.array(z.int().min(0)).default([]),
});

export type CellBlock = z.infer<typeof cellBlockSchema>;

/**
 * `attribution.json` of a model folder: for each attribute the cells (stage x cross-attention layer) in which its token
 * is active. Groups keep a map valid for models with another number of layers.
 */
export const attributionMapSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Where the map comes from: the source text, a measurement on this model, or a person. */
  source: z.enum(['source-text', 'measured', 'edited']),
  /** Free text: how it was measured, with what support. */
  note: z.string().default(''),
  /** The model that it was measured on; absent in maps that are meant for any model. */
  fingerprint: z.string().optional(),
  /** Timesteps, falling, ending at 0. */
  stageBounds: z.array(z.number().min(0)).min(2),
  cells: z.strictObject({
    color: z.array(cellBlockSchema),
    style: z.array(cellBlockSchema),
    object: z.array(cellBlockSchema),
    layout: z.array(cellBlockSchema),
  } satisfies Record<Attribute, z.ZodType>),
});

export type AttributionMap = z.infer<typeof attributionMapSchema>;
