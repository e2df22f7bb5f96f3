import { ATTRIBUTES } from '@facet/base';
import * as z from 'zod';

const attribute = z.enum(ATTRIBUTES);
const confidence = z.number().min(0).max(1);

const WARNING_CODES = [
  /** The picture as a whole is unlike everything that the model draws. */
  'unlike-the-model',
  /** No word of the model says this attribute of the picture. */
  'no-word',
] as const;

/** What may go wrong with a picture, found before anything is trained. */
const warningSchema = z.strictObject({
  code: z.enum(WARNING_CODES),
  /** What it is about; absent for the whole picture. */
  attribute: attribute.exactOptional(),
  /** For people: a sentence or two. */
  message: z.string(),
});

export type PictureWarning = z.infer<typeof warningSchema>;

/** What a model can say of a picture before it is inverted, and whether it may be able to draw it. */
export const assessmentSchema = z.strictObject({
  /** The best word of each attribute, and how sure it is that the model, asked for it, draws what the picture shows. */
  words: z.partialRecord(attribute, z.strictObject({ word: z.string(), confidence })),
  /** The model's denoising error on the picture over that on its own pictures of these words: about 1 for what it knows. */
  unlikeness: z.number().min(0),
  /** CIEDE2000 from the picture's colors to the nearest of its own pictures of these words. */
  colorDistance: z.number().min(0),
  warnings: z.array(warningSchema),
});

export type Assessment = z.infer<typeof assessmentSchema>;
