import { Tokenizer as BytePairTokenizer } from '@huggingface/tokenizers';
import { TokenizerError } from './errors.ts';
import { clipTokenizerFiles, readTokenizerFiles, type TokenizerFiles } from './files.ts';
import { splitPrompt, type Piece, type PromptRules } from './split.ts';

/** A word (or punctuation run, or literal token) of a prompt and the places its tokens take. */
export interface PromptWord {
  /** As the model sees it: cleaned and in lower case, except for literals. */
  readonly text: string;
  /** First position in `ids`. */
  readonly start: number;
  /** One past the last position in `ids`. */
  readonly end: number;
}

export interface Encoding {
  /** Start token, the prompt's tokens, end token, then padding: `contextLength` entries. */
  readonly ids: readonly number[];
  /** Number of tokens including start and end; the end token is at `length - 1`. */
  readonly length: number;
  readonly words: readonly PromptWord[];
}

/** How many words of a prompt that is too long are quoted on each side of the cut. */
const QUOTED_WORDS = 3;

/** CLIP's tokenizer: the same ids as transformers without ftfy, of the version that the model's files were written for. */
export class Tokenizer {
  /** How a prompt becomes pieces; see `splitPrompt`. */
  readonly rules: PromptRules;
  readonly contextLength: number;
  readonly startId: number;
  readonly endId: number;
  readonly padId: number;
  readonly #added: ReadonlyMap<string, number>;
  readonly #marks: readonly string[];
  readonly #bytePairs: BytePairTokenizer;

  constructor(files: TokenizerFiles) {
    this.contextLength = files.contextLength;
    this.rules = files.rules;
    this.#marks = [...new Set([files.startToken, files.endToken])];
    this.#added = files.addedTokens;
    this.startId = this.#specialId(files.startToken);
    this.endId = this.#specialId(files.endToken);
    this.padId = this.#specialId(files.padToken);
    this.#bytePairs = new BytePairTokenizer(
      {
        added_tokens: [],
        normalizer: null,
        pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false },
        post_processor: null,
        decoder: { type: 'ByteLevel' },
        model: {
          type: 'BPE',
          unk_token: files.unknownToken,
          end_of_word_suffix: '</w>',
          vocab: files.vocabulary,
          merges: files.merges,
        },
      },
      {},
    );
  }

  /**
   * The ids of a text without start, end and padding.
   *
   * @param placeholders words that take one position each and are matched literally, for vectors that the caller puts
   *   there after the embedding lookup; the id at such a position means nothing. It is the start token's, so that the first
   *   end token of a prompt is its end.
   */
  tokenize(text: string, placeholders: readonly string[] = []): { ids: number[]; words: PromptWord[] } {
    const ids: number[] = [];
    const words: PromptWord[] = [];
    for (const piece of this.#split(text, placeholders)) {
      const start = ids.length;
      const known = this.#added.get(piece.text);
      if (piece.literal && placeholders.includes(piece.text)) ids.push(this.startId);
      else if (known !== undefined) ids.push(known);
      else ids.push(...this.#bytePairs.encode(piece.text, { add_special_tokens: false }).ids);
      words.push({ text: piece.text, start, end: ids.length });
    }
    return { ids, words };
  }

  /**
   * A prompt as the text encoder takes it, padded to `contextLength`; see `tokenize` for `placeholders`.
   *
   * @throws TokenizerError `prompt-too-long`, saying how many tokens there are and where the limit falls.
   */
  encode(prompt: string, placeholders: readonly string[] = []): Encoding {
    const { ids, words } = this.tokenize(prompt, placeholders);
    const room = this.contextLength - 2;
    if (ids.length > room) throw this.#tooLong(ids.length, room, words);
    const padding = Array.from({ length: room - ids.length }, () => this.padId);
    return {
      ids: [this.startId, ...ids, this.endId, ...padding],
      length: ids.length + 2,
      words: words.map(({ text, start, end }) => ({ text, start: start + 1, end: end + 1 })),
    };
  }

  /**
   * Where a word, phrase or placeholder stands in an encoded prompt: one entry per occurrence, in order, as positions
   * in `ids`. Empty when it does not occur.
   */
  positionsOf(encoding: Encoding, phrase: string): PromptWord[] {
    const literal = encoding.words.filter((word) => word.text === phrase);
    const wanted = this.#split(phrase, []).map((piece) => piece.text);
    if (literal.length > 0 || wanted.length === 0) return literal;
    return encoding.words.flatMap((first, at) => {
      const found = encoding.words.slice(at, at + wanted.length);
      const last = found.at(-1);
      const equal = found.length === wanted.length && found.every((word, i) => word.text === wanted[i]);
      return equal && last !== undefined ? [{ text: phrase, start: first.start, end: last.end }] : [];
    });
  }

  #split(text: string, placeholders: readonly string[]): Piece[] {
    const added = [...this.#added.keys()].filter((token) => !this.#marks.includes(token));
    return splitPrompt(text, [...placeholders, ...added], this.rules, this.#marks);
  }

  #specialId(token: string): number {
    const id = this.#added.get(token);
    if (id === undefined) throw new TokenizerError('tokenizer-files', `The special token "${token}" has no id.`);
    return id;
  }

  #tooLong(count: number, room: number, words: readonly PromptWord[]): TokenizerError {
    const cut = words.findIndex((word) => word.end > room);
    const quote = (from: number, to: number): string =>
      words
        .slice(Math.max(0, from), to)
        .map((word) => word.text)
        .join(' ');
    return new TokenizerError(
      'prompt-too-long',
      `The prompt has ${count} tokens, but this model reads at most ${room} (${this.contextLength} with the start and ` +
        `end marks). The limit falls after "${quote(cut - QUOTED_WORDS, cut)}", before ` +
        `"${quote(cut, cut + QUOTED_WORDS)}"; shorten the prompt.`,
    );
  }
}

/**
 * Loads the tokenizer of a model folder (`<model>/tokenizer`).
 *
 * @param contextLength the text encoder's number of positions, if known; otherwise `tokenizer_config.json` says it.
 * @throws TokenizerError `tokenizer-files` when a file is missing or malformed.
 */
export async function loadTokenizer(directory: string, contextLength?: number): Promise<Tokenizer> {
  return new Tokenizer(await readTokenizerFiles(directory, contextLength));
}

/** The tokenizer that CLIP was trained with, for checkpoints, which carry none; see `TextTower.padding` of @facet/models. */
export function clipTokenizer(contextLength: number, padding: 'end' | 'zero'): Tokenizer {
  return new Tokenizer(clipTokenizerFiles(contextLength, padding));
}
