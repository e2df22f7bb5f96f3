import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface ClipVocabulary {
  readonly vocabulary: Readonly<Record<string, number>>;
  /** Merge rules in rank order, two symbols separated by a space. */
  readonly merges: readonly string[];
}

/** Bytes that stand for themselves in the vocabulary, in its order: printable Latin-1 without the spaces. */
const printable = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
] as const;

const WORD_END = '</w>';

let loaded: ClipVocabulary | undefined;

/**
 * The vocabulary of CLIP, 49,408 tokens, which all of Stable Diffusion 1.x, 2.x and XL use and one-file checkpoints do not
 * carry: each byte, each byte at the end of a word, the result of each merge rule, start and end.
 */
export function clipVocabulary(): ClipVocabulary {
  if (loaded) return loaded;
  const path = join(import.meta.dirname, '../../data/clip-merges.txt.gz');
  const merges = gunzipSync(readFileSync(path)).toString().split('\n');
  const bytes = byteSymbols();
  const words = [...bytes, ...bytes.map((symbol) => symbol + WORD_END), ...merges.map((rule) => rule.replace(' ', ''))];
  const tokens = [...words, '<|startoftext|>', '<|endoftext|>'];
  loaded = { vocabulary: Object.fromEntries(tokens.map((token, id) => [token, id])), merges };
  return loaded;
}

/** A printable character for each byte; those without one of their own get the characters from 256 on. */
function byteSymbols(): string[] {
  const own = printable.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
  const taken = new Set<number>(own);
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !taken.has(byte));
  return [...own, ...others.map((_, at) => 256 + at)].map((code) => String.fromCharCode(code));
}
