import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
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
export async function readAttributionMap(path: string): Promise<AttributionMap> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new InversionError('io', `Cannot read the attribution map ${path}.`, { cause });
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new InversionError('invalid-map', `${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
  return parseAttributionMap(data, path);
}

/** The model's own map if its folder has `attribution.json`, else the default of the source text. */
export async function modelAttributionMap(directory: string): Promise<AttributionMap> {
  try {
    return await readAttributionMap(join(directory, 'attribution.json'));
  } catch (error) {
    const missing = error instanceof InversionError && (error.cause as NodeJS.ErrnoException)?.code === 'ENOENT';
    if (missing) return SOURCE_TEXT_MAP;
    throw error;
  }
}
