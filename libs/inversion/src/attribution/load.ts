import { join } from 'node:path';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
import { readJson, readOwnJson } from './read-json.ts';
import sourceText from './source-text.json' with { type: 'json' };
import { attributionMapSchema, type AttributionMap } from './schema.ts';
import { checkStageBounds } from './stages.ts';

/** The default map, for models that carry none of their own. */
export const SOURCE_TEXT_MAP: AttributionMap = attributionMapSchema.parse(sourceText);

/** Checks data against the schema; `origin` names the file in errors. */
export function parseAttributionMap(data: unknown, origin: string): AttributionMap {
  const result = attributionMapSchema.safeParse(data);
  if (!result.success)
    throw new InversionError('invalid-map', `${origin} is not an attribution map: ${z.prettifyError(result.error)}`);
  checkStageBounds(result.data.stageBounds);
  return result.data;
}

/** Reads a map file. */
export const readAttributionMap = async (path: string): Promise<AttributionMap> =>
  parseAttributionMap(await readJson(path, WHAT), path);

/** The model's own map if its folder has `attribution.json`, else the default of the source text. */
export async function modelAttributionMap(directory: string): Promise<AttributionMap> {
  const path = join(directory, 'attribution.json');
  const data = await readOwnJson(path, WHAT);
  return data === undefined ? SOURCE_TEXT_MAP : parseAttributionMap(data, path);
}

const WHAT = 'attribution map';
