import { InversionError } from '../errors.ts';

const PLACEHOLDER = /\{([a-z][a-z0-9_-]*)\}/g;

/** The names in braces of a template, in order, each once. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1]!))];
}

/**
 * Replaces each `{name}`; `replace` returns a text, or undefined to drop the place. Spaces left by dropped places are
 * closed. Throws `invalid-prompt` for a brace that is part of no placeholder.
 */
export function fillTemplate(template: string, replace: (name: string) => string | undefined): string {
  const rest = template.replaceAll(PLACEHOLDER, '');
  if (/[{}]/.test(rest))
    throw new InversionError(
      'invalid-prompt',
      `The prompt "${template}" has a brace outside a placeholder; placeholders look like {color}.`,
    );
  return template
    .replaceAll(PLACEHOLDER, (_, name: string) => replace(name) ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
