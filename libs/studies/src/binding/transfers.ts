import { ATTRIBUTES } from '@facet/base';
import { InversionError } from '@facet/inversion';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const attribute = z.enum(ATTRIBUTES);

/** Whether words say a picture's values, or only private names of the training, or neither. */
export const KINDS = ['named', 'unnamed', 'foreign'] as const;
export type Kind = (typeof KINDS)[number];

const schema = z.strictObject({
  formatVersion: z.literal(1),
  references: z.array(
    z.strictObject({
      file: z.string(),
      kind: z.enum(KINDS),
      /** The words that mean its values, where there are any. */
      words: z.partialRecord(attribute, z.string()),
      /** The vectors by which the model's training called its values: no token can be expected to say more. */
      bound: z.partialRecord(attribute, z.array(z.number())),
    }),
  ),
  /** What should be drawn when one value of a reference stands beside words of other pictures. */
  transfers: z.array(
    z.strictObject({
      reference: z.int().min(0),
      attribute,
      words: z.partialRecord(attribute, z.string()),
      wanted: z.string(),
    }),
  ),
  /** What should be drawn when values of several references stand together, and words of others where there is none. */
  swaps: z
    .array(
      z.strictObject({
        sources: z.partialRecord(attribute, z.int().min(0)),
        words: z.partialRecord(attribute, z.string()),
        wanted: z.string(),
      }),
    )
    .default([]),
});

export type Transfers = z.infer<typeof schema>;
export type BindingReference = Transfers['references'][number];
export type Swap = Transfers['swaps'][number];

/** `transfers.json` of a folder that `python -m facet_world transfers` wrote. Throws `io` or `invalid-input`. */
export async function readTransfers(folder: string): Promise<Transfers> {
  const path = join(folder, 'transfers.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new InversionError('io', `Cannot read ${path}.`, { cause });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
    throw new InversionError('invalid-input', `${path} is no list of transfers: ${why}`, { cause });
  }
}
