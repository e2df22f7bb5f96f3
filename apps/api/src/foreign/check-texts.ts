import { InversionError, type TokenSet } from '@facet/inversion/files';

const MAX_CHARACTERS = 2_000;
const MAX_ITEMS = 200;
const MAX_INTEGER = 2 ** 31 - 1;

/** What a stranger's file says about its tokens must fit into a row and be fit to be read. Throws `InversionError`. */
export function checkTexts({ tokens, ...origin }: TokenSet): void {
  const said = { ...origin, tokens: tokens.map(({ vectors: _vectors, ...token }) => token) };
  if (origin.steps > MAX_INTEGER) refuse('more steps than anyone can have run');
  check(said);
}

function check(value: unknown): void {
  if (typeof value === 'string') {
    if (value.length > MAX_CHARACTERS) refuse(`a text of ${value.length} characters`);
    if (!value.isWellFormed() || /\p{Cc}/u.test(value)) refuse('a text with characters that cannot be shown');
  } else if (value !== null && typeof value === 'object') {
    const parts = Object.entries(value);
    if (parts.length > MAX_ITEMS) refuse(`a list of ${parts.length} items`);
    for (const [name, part] of parts) {
      check(name);
      check(part);
    }
  }
}

function refuse(what: string): never {
  throw new InversionError('corrupt-file', `The file says ${what}, so nobody has learned its tokens.`);
}
