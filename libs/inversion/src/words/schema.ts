import * as z from 'zod';

const word = z.string().trim().min(1);

/**
 * `words.json` of a model folder: the plain words that inversion needs and that must be words this model knows. A model
 * without the file gets `DEFAULT_WORDS`.
 */
export const wordsSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Colour names with the sRGB value (0 to 255) that each stands for. */
  colors: z.array(z.strictObject({ name: word, rgb: z.tuple([z.number(), z.number(), z.number()]) })).min(1),
  /** What pictures can show; empty means that the user must name the object. */
  objects: z.array(word).default([]),
  /** Words for styles and layouts, by which pictures are described and `calibrate` measures where they are decided. */
  styles: z.array(word).default([]),
  layouts: z.array(word).default([]),
  /** Prompt by which objects are compared with the picture. */
  objectPrompt: z.string().includes('{object}').default('a photo of a {object}'),
  /** Words that say nothing about the attribute, from which style and layout tokens start. */
  neutral: z.strictObject({ color: word, style: word, object: word, layout: word }),
  templates: z.strictObject({
    /** Training prompts with one placeholder per attribute. */
    attributes: z.array(z.string()).min(1),
    /** Training prompts with the placeholder {token}, for single-token methods. */
    whole: z.array(z.string().includes('{token}')).min(1),
  }),
});

export type Words = z.infer<typeof wordsSchema>;
