import type { Attribute } from '@facet/base';
import { join } from 'node:path';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
import { belongsTo, type KnownModel } from '../fingerprint.ts';
import { readOwnJson } from './read-json.ts';
import { layerGroup, type AttributionMap } from './schema.ts';

const share = z.number().min(0).max(1);

/** What the layers of one group decide of an attribute in one stage, measured by word swaps. */
const cellEffectSchema = z.strictObject({
  /** Absent: over all stages. */
  stage: z.int().min(0).optional(),
  group: layerGroup,
  /** Share of the pictures that follow a word swapped only there, 0 to 1. */
  only: share,
  /** Share of the pictures that follow it though it is swapped everywhere but there, 0 to 1. */
  allBut: share,
});

export type CellEffect = z.infer<typeof cellEffectSchema>;

const effects = z.array(cellEffectSchema).max(63).optional();

/**
 * `attribution-effects.json` of a model folder: the figures that its measured map was chosen by. They are kept apart from the map, which
 * goes into every file of tokens.
 */
export const attributionEffectsSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Of the model and the stages that they were measured on; they say nothing of others. */
  fingerprint: z.string(),
  stageBounds: z.array(z.number().min(0)).min(2),
  /** Of each cell. */
  prompts: z.int().min(1),
  /** Attributes that could not be measured are missing. */
  attributes: z.strictObject({
    color: effects,
    style: effects,
    object: effects,
    layout: effects,
  } satisfies Record<Attribute, z.ZodType>),
});

export type AttributionEffects = z.infer<typeof attributionEffectsSchema>;

export const EFFECTS_FILE = 'attribution-effects.json';

/**
 * The figures behind the map of the model in this folder; undefined where it has none, or they are of another model or of other stages.
 * @throws InversionError `invalid-map`, `io`
 */
export async function modelAttributionEffects(
  directory: string,
  model: Pick<KnownModel, 'fingerprint' | 'formerFingerprints'>,
  { source, stageBounds }: AttributionMap,
): Promise<AttributionEffects | undefined> {
  const path = join(directory, EFFECTS_FILE);
  const data = await readOwnJson(path, 'figures of the map');
  if (data === undefined) return undefined;
  const result = attributionEffectsSchema.safeParse(data);
  if (!result.success)
    throw new InversionError('invalid-map', `${path} has no figures of a map: ${z.prettifyError(result.error)}`);
  const isOfThisMap =
    source === 'measured' && belongsTo(result.data, model) && result.data.stageBounds.join() === stageBounds.join();
  return isOfThisMap ? result.data : undefined;
}
