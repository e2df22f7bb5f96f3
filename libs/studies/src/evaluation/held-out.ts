import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InversionError } from '@facet/inversion';
import type { Trial } from './trials.ts';

/** Whether a combination of factors is held out of the model's training. */
export type IsHeldOut = (wanted: Trial['wanted']) => boolean;

/** The factors in the order of the rows of `held_out.combinations`. */
const ORDER = ['object', 'color', 'style', 'layout'] as const;

const words = z.array(z.string());
const schema = z.object({
  object: words,
  color: words,
  style: words,
  layout: words,
  held_out: z.object({ combinations: z.array(z.array(z.int().min(0)).length(ORDER.length)) }),
});

/**
 * Reads from `classifiers/factors.json` which combinations of factors the model was not trained on.
 *
 * @throws InversionError `invalid-input` when the file lists none.
 */
export async function readHeldOut(directory: string): Promise<IsHeldOut> {
  const path = join(directory, 'classifiers', 'factors.json');
  const result = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!result.success)
    throw new InversionError(
      'invalid-input',
      `${path} lists no held-out combinations: ${z.prettifyError(result.error)}`,
    );
  const { held_out: listed, ...factors } = result.data;
  const heldOut = new Set(
    listed.combinations.map((row) => ORDER.map((attribute, i) => factors[attribute][row[i]!]).join(' ')),
  );
  return (wanted) => heldOut.has(ORDER.map((attribute) => wanted[attribute]).join(' '));
}
