import type { Attribute } from '@facet/base';
import { fillTemplate } from '../plan/template.ts';
import type { Words } from './schema.ts';

/** The model's first template with these words; what is not named is left out, but for the object, which prompts need. */
export const promptOf = (words: Words, named: Partial<Readonly<Record<Attribute, string>>>): string =>
  fillTemplate(words.templates.attributes[0]!, (name) =>
    name === 'object' ? (named.object ?? words.neutral.object) : named[name as Attribute],
  );

/** The prompt that says one word of an attribute and nothing else: by it the image encoder compares the word with pictures. */
export const promptOfWord = (words: Words, attribute: Attribute, word: string): string =>
  attribute === 'object' ? words.objectPrompt.replaceAll('{object}', word) : promptOf(words, { [attribute]: word });
