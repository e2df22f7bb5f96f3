import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { InversionError, METHODS, settingsSchema } from '@facet/inversion';
import { SPLITS } from './evaluation-set.ts';

/** What a study can measure; the README says what each is. `unspecified` is always measured. */
export const MEASURES = ['unspecified', 'overridden', 'reconstruction', 'override', 'swaps'] as const;
export type Measure = (typeof MEASURES)[number];

/** The method that injects the true words, without any inversion: the most that a token could do. */
export const ORACLE = 'oracle';

const measures = z.array(z.enum(MEASURES)).refine((list) => list.includes('unspecified'), 'must have "unspecified"');

const variantSchema = z.strictObject({
  name: z.string().min(1),
  method: z
    .string()
    .refine(
      (id) => id === ORACLE || Object.hasOwn(METHODS, id),
      `is none of ${[...Object.keys(METHODS), ORACLE].join(', ')}`,
    ),
  /** What differs from the model's own settings of the method. */
  settings: settingsSchema.partial().default({}),
  /**
   * `model` for the model's own map, `source-text`, `random` (cells at random for each reference, as many as the model's
   * map has), or a path beside the study.
   */
  map: z.string().min(1).default('model'),
  /**
   * Inject tokens into the cells that they were trained in, or an attribute's only into those that the model's map gives the
   * attribute. `plain`: as a tool without the map loads the exported files.
   */
  inject: z.enum(['everywhere', 'map', 'plain']).default('everywhere'),
  /** Seed of the random map. */
  seed: z.int().min(0).default(0),
  /** Instead of the study's. */
  measures: measures.optional(),
});

/** A study: variants, and what is measured of each, on how many references of which split. */
const studySchema = z.strictObject({
  formatVersion: z.literal(1),
  note: z.string().default(''),
  split: z.enum(SPLITS).default('evaluation'),
  /** How many, in the split's order. */
  references: z.int().min(1),
  measures: measures.default([...MEASURES]),
  variants: z
    .array(variantSchema)
    .min(1)
    .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'two variants have one name'),
});

export type Variant = z.infer<typeof variantSchema>;
export type Study = z.infer<typeof studySchema> & { readonly name: string };

/**
 * Checks data against the schema; maps named by a path are looked up beside `path`.
 *
 * @throws InversionError `invalid-input` naming the file and the field.
 */
export function parseStudy(data: unknown, path: string, name: string): Study {
  const result = studySchema.safeParse(data);
  if (!result.success)
    throw new InversionError('invalid-input', `${path} is not a study: ${z.prettifyError(result.error)}`);
  const variants = result.data.variants.map((variant) =>
    ['model', 'source-text', 'random'].includes(variant.map)
      ? variant
      : { ...variant, map: resolve(dirname(path), variant.map) },
  );
  return { ...result.data, variants, name };
}

/** Reads a study's file. */
export async function readStudy(path: string, name: string): Promise<Study> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new InversionError('io', `Cannot read the study ${path}: ${(cause as Error).message}`, { cause });
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new InversionError('invalid-input', `${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
  return parseStudy(data, path, name);
}
