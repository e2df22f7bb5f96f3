import { ATTRIBUTES } from '@facet/base';
import * as z from 'zod';

const attribute = z.enum(ATTRIBUTES);
const share = z.number().min(0).max(1);
const shares = z.partialRecord(attribute, share);

/**
 * What each token of a set brings into a picture when it stands alone in a prompt that names nothing else: the unspecified
 * condition of docs/closed-world.md. Attributes that the judge has no words for are absent: not measured.
 */
export const leakReportSchema = z.strictObject({
  /** The model's own factor classifiers, or its CLIP with the word lists of words.json. */
  judge: z.enum(['classifiers', 'clip']),
  /** The judge's words for the reference picture, which stand for the truth: nobody knows a user's picture better. */
  seen: z.partialRecord(attribute, z.string()),
  /** `[token][factor]`: share of the pictures, 0 to 1, in which the factor is seen as in the reference. */
  rates: z.partialRecord(attribute, shares),
  /** The same from the same noise without any token: what chance gives. */
  base: shares,
  /**
   * CIEDE2000 from the reference's colors to the nearest of the pictures with the color token, or the token of the whole picture, beside
   * the judge's words for the rest. Words of a judge cannot tell a color that none of them means. Earlier reports lack it.
   */
  colorDistance: z.number().min(0).exactOptional(),
  /** How the pictures were drawn; one picture for each seed and token. */
  seeds: z.array(z.int().min(0)).min(1),
  steps: z.int().min(1),
  guidance: z.number(),
  scheduler: z.string(),
});

export type LeakReport = z.infer<typeof leakReportSchema>;
