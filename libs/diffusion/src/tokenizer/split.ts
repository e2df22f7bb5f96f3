/**
 * From a prompt to the pieces that byte-pair encoding works on, as transformers' `CLIPTokenizer` (the one diffusers
 * loads) does it without ftfy: its cleaning differs from the clean-up in `tokenizer.json` files, so it is written out
 * here and the library only does the byte-pair encoding. Compared over every assigned character: the only differences
 * are the characters that one side's Unicode tables know and the other's do not (Python 3.12 has Unicode 15).
 */

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

/**
 * Cuts a prompt into pieces. `literals` (added tokens, placeholders) are matched exactly, case included, before
 * anything is cleaned; where two start at the same place the longer one wins.
 */
export function splitPrompt(prompt: string, literals: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  const addText = (text: string): void => {
    for (const [piece] of clean(text).matchAll(PIECES)) pieces.push({ text: piece, literal: false });
  };
  let from = 0;
  if (literals.length > 0) {
    const longestFirst = [...literals].sort((a, b) => b.length - a.length);
    for (const match of prompt.matchAll(new RegExp(longestFirst.map(escapeForPattern).join('|'), 'gu'))) {
      addText(prompt.slice(from, match.index));
      pieces.push({ text: match[0], literal: true });
      from = match.index + match[0].length;
    }
  }
  addText(prompt.slice(from));
  return pieces;
}
