/**
 * From a prompt to the pieces that byte-pair encoding works on. There are two ways, and a folder's files say which is meant:
 *
 * - `transformers-4`: `vocab.json` and `merges.txt`, read by `CLIPTokenizer` of transformers 4 without ftfy. Its cleaning is
 *   written out here and the library only does the byte-pair encoding. Compared over every assigned character: the only
 *   differences are the characters that one side's Unicode tables know and the other's do not (Python 3.12 has Unicode 15).
 * - `tokenizer.json`: such a file, read by `CLIPTokenizerFast` and by all of transformers 5. It sets no Chinese characters apart
 *   and keeps control characters and others that show nothing.
 *
 * They differ in scripts without spaces, joined emoji and invisible characters, and in nothing else.
 */
export type PromptRules = 'transformers-4' | 'tokenizer.json';

/** A stretch of the prompt that is either one literal token or a piece of ordinary text, lower-cased and cleaned. */
export interface Piece {
  readonly text: string;
  /** Set where the piece is one of the literals given to `splitPrompt`. */
  readonly literal: boolean;
}

const CHINESE =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/**
 * CLIP's word pattern. The original ignores case, which makes `'ſ` the same as `'s` and loses the combining iota
 * subscript (U+0345): it folds to a letter, so the last alternative leaves it out, and the second does not take it.
 */
const PIECES = /<\|startoftext\|>|<\|endoftext\|>|'[sſ]|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}\u0345]+/gu;

/** The same pattern as `tokenizer.json` files have it, for a text that is clean. White space is Unicode's, without U+FEFF. */
const PLAIN_PIECES = /'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/gu;

/** Composes, makes every stretch of white space one space, and lower-cases, each character by itself. */
const cleanPlainly = (text: string): string =>
  Array.from(text.normalize('NFC').replace(/\p{White_Space}+/gu, ' '), (character) => character.toLowerCase()).join('');

/** Removes control characters, sets Chinese characters apart, composes, and lower-cases; words are joined by a space. */
function clean(text: string): string {
  const kept = text
    .replace(/[\t\n\r\p{Zs}]/gu, ' ')
    .replace(/[\p{C}\ufffd]/gu, '')
    .replace(CHINESE, ' $& ')
    .normalize('NFC');
  return kept
    .split(/[\p{Z}\s]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())
    .join(' ');
}

function escapeForPattern(literal: string): string {
  const escaped = literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  // A literal that reads as a word must not match inside a longer word.
  const before = /^[\p{L}\p{N}]/u.test(literal) ? '(?<![\\p{L}\\p{N}])' : '';
  const after = /[\p{L}\p{N}]$/u.test(literal) ? '(?![\\p{L}\\p{N}])' : '';
  return before + escaped + after;
}

/** The text in pieces between and at literals; where two start at the same place the longer one wins. */
function* atLiterals(text: string, literals: readonly string[]): Generator<Piece> {
  let from = 0;
  if (literals.length > 0) {
    const longestFirst = [...literals].sort((a, b) => b.length - a.length);
    for (const match of text.matchAll(new RegExp(longestFirst.map(escapeForPattern).join('|'), 'gu'))) {
      yield { text: text.slice(from, match.index), literal: false };
      yield { text: match[0], literal: true };
      from = match.index + match[0].length;
    }
  }
  yield { text: text.slice(from), literal: false };
}

const matches = (text: string, pattern: RegExp): Piece[] =>
  Array.from(text.matchAll(pattern), ([piece]) => ({ text: piece, literal: false }));

function wordsOf(text: string, rules: PromptRules, marks: readonly string[]): Piece[] {
  if (rules === 'transformers-4') return matches(clean(text), PIECES);
  return [...atLiterals(cleanPlainly(text), marks)].flatMap((piece) =>
    piece.literal ? [piece] : matches(piece.text, PLAIN_PIECES),
  );
}

/**
 * Cuts a prompt into pieces. `literals` (added tokens, placeholders) are matched exactly, case included, before
 * anything is cleaned; `marks` (the start and end of a prompt, which a text may hold) as the rules say: before, or after.
 */
export function splitPrompt(
  prompt: string,
  literals: readonly string[],
  rules: PromptRules = 'transformers-4',
  marks: readonly string[] = [],
): Piece[] {
  const exact = rules === 'transformers-4' ? [...literals, ...marks] : literals;
  return [...atLiterals(prompt, exact)].flatMap((piece) =>
    piece.literal ? [piece] : wordsOf(piece.text, rules, marks),
  );
}
