import { InversionError } from '../errors.ts';

const PLACEHOLDER = /\{([a-z][a-z0-9_-]*)\}/g;

/** The names in braces of a template, in order, each once. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(PLACEHOLDER)].map((match) => match[1]!))];
}

/** Throws `invalid-prompt` for a placeholder that nothing is bound to. */
export function assertBound(template: string, bound: readonly string[]): void {
  const name = placeholdersOf(template).find((name) => !bound.includes(name));
  if (name !== undefined)
    throw new InversionError(
      'invalid-prompt',
      `The prompt "${template}" has the placeholder {${name}}, but there is no token or word for it (there is: ${bound.join(', ') || 'none'}).`,
    );
}

/** Throws `invalid-prompt` where the template never names the attribute, whose token would not be used. */
export function assertNamed(template: string, attribute: string): void {
  if (!template.includes(`{${attribute}}`))
    throw new InversionError(
      'invalid-prompt',
      `The prompt "${template}" has no {${attribute}}, so the given ${attribute} token would not be used. Put {${attribute}} where it belongs.`,
    );
}

/** Throws `invalid-prompt` for a brace that is part of no placeholder. */
export function assertBraces(template: string): void {
  if (/[{}]/.test(template.replaceAll(PLACEHOLDER, '')))
    throw new InversionError(
      'invalid-prompt',
      `The prompt "${template}" has a brace outside a placeholder; placeholders look like {color}.`,
    );
}

/**
 * Replaces each `{name}`; `replace` returns a text, or undefined to drop the place. Spaces left by dropped places are
 * closed. Throws `invalid-prompt` for a brace that is part of no placeholder.
 */
export function fillTemplate(template: string, replace: (name: string) => string | undefined): string {
  assertBraces(template);
  return template
    .replaceAll(PLACEHOLDER, (_, name: string) => replace(name) ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
