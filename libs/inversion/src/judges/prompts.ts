import { fillTemplate } from '../plan/template.ts';
import type { Words } from '../words/schema.ts';
import type { Seen } from './observer.ts';

/** The model's first template with these words; what is not named is left out, but for the object, which prompts need. */
export const promptOf = (words: Words, named: Seen): string =>
  fillTemplate(words.templates.attributes[0]!, (name) =>
    name === 'object' ? (named.object ?? words.neutral.object) : named[name as keyof Seen],
  );
