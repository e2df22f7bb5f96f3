/** Reads the tokenizer folder of a diffusers model, whichever of the two usual file sets it has. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clipVocabulary } from '@facet/models';
import { TokenizerError } from './errors.ts';
import type { PromptRules } from './split.ts';

export interface TokenizerFiles {
  readonly vocabulary: Readonly<Record<string, number>>;
  /** Merge rules in rank order, two symbols separated by a space. */
  readonly merges: readonly string[];
  /** Tokens that are matched literally in the prompt, with their ids. */
  readonly addedTokens: ReadonlyMap<string, number>;
  readonly startToken: string;
  readonly endToken: string;
  readonly padToken: string;
  readonly unknownToken: string;
  /** Tokens in a prompt including start and end. */
  readonly contextLength: number;
  /** How a prompt becomes pieces; see `splitPrompt`. */
  readonly rules: PromptRules;
}

const DEFAULT_CONTEXT_LENGTH = 77;
const START = '<|startoftext|>';
const END = '<|endoftext|>';

type Json = Readonly<Record<string, unknown>>;

async function readOptional(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new TokenizerError('tokenizer-files', `Cannot read the tokenizer file ${path}: ${String(cause)}`, { cause });
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readJson(path: string): Promise<Json | undefined> {
  const text = await readOptional(path);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TokenizerError('tokenizer-files', `The tokenizer file ${path} is not valid JSON; copy it again.`, {
      cause,
    });
  }
  if (!isObject(value)) throw new TokenizerError('tokenizer-files', `The tokenizer file ${path} holds no JSON object.`);
  return value;
}

function checkVocabulary(value: unknown, path: string): Readonly<Record<string, number>> {
  if (!isObject(value) || !Object.values(value).every((id) => Number.isInteger(id))) {
    throw new TokenizerError('tokenizer-files', `${path} is not a vocabulary that maps each token to an integer id.`);
  }
  return value as Readonly<Record<string, number>>;
}

/** `merges.txt`: its first line is a version note, which CLIPTokenizer drops whatever it says. */
function parseMerges(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

type ReadModel = Pick<TokenizerFiles, 'vocabulary' | 'merges' | 'rules'> & { added: Json[] };

async function readModel(directory: string): Promise<ReadModel> {
  const vocabularyPath = join(directory, 'vocab.json');
  const mergesPath = join(directory, 'merges.txt');
  const [vocabulary, merges] = [await readJson(vocabularyPath), await readOptional(mergesPath)];
  const path = join(directory, 'tokenizer.json');
  const combined = await readJson(path);
  const rules = combined === undefined ? 'transformers-4' : rulesOf(combined, path);
  if (vocabulary !== undefined && merges !== undefined) {
    return { vocabulary: checkVocabulary(vocabulary, vocabularyPath), merges: parseMerges(merges), added: [], rules };
  }
  if (combined === undefined) {
    throw new TokenizerError(
      'tokenizer-files',
      `${directory} has neither vocab.json with merges.txt nor tokenizer.json; copy the model's tokenizer folder there.`,
    );
  }
  const { model, added_tokens: added } = combined;
  if (!isObject(model) || !Array.isArray(model['merges']) || model['end_of_word_suffix'] !== '</w>') {
    throw new TokenizerError(
      'tokenizer-files',
      `${path} does not describe a CLIP tokenizer (byte-pair encoding with the word suffix "</w>").`,
    );
  }
  return {
    vocabulary: checkVocabulary(model['vocab'], path),
    merges: model['merges'].map((pair: unknown) => (Array.isArray(pair) ? pair.join(' ') : String(pair))),
    added: Array.isArray(added) ? added.filter(isObject) : [],
    rules,
  };
}

/** What `tokenizer.json` of a CLIP model does to a text, as transformers writes it. */
const NORMALIZERS = ['NFC', 'Replace', 'Lowercase'];

/** A file that only holds a vocabulary says nothing of how prompts are cut. */
function rulesOf(file: Json, path: string): PromptRules {
  const { normalizer } = file;
  if (normalizer === undefined || normalizer === null) return 'transformers-4';
  const steps =
    isObject(normalizer) && Array.isArray(normalizer['normalizers']) ? normalizer['normalizers'] : [normalizer];
  const types = steps.map((step: unknown) => (isObject(step) ? step['type'] : undefined));
  if (types.join() === NORMALIZERS.join()) return 'tokenizer.json';
  throw new TokenizerError(
    'tokenizer-files',
    `${path} cleans prompts by ${types.map(String).join(', ')}; a CLIP tokenizer does it by ${NORMALIZERS.join(', ')}. Take that file out of the folder to use vocab.json and merges.txt alone.`,
  );
}

/** Special tokens stand as strings or as objects with `content`. */
function tokenName(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isObject(value) && typeof value['content'] === 'string' ? value['content'] : undefined;
}

function collectAddedTokens(fromModel: readonly Json[], config: Json, extra: Json): Map<string, number> {
  const added = new Map<string, number>();
  const add = (token: string | undefined, id: unknown, description: unknown): void => {
    if (token === undefined || !Number.isInteger(id)) return;
    if (isObject(description) && description['single_word'] === true) {
      throw new TokenizerError(
        'tokenizer-files',
        `The added token "${token}" asks for single_word, which is not supported.`,
      );
    }
    added.set(token, id as number);
  };
  for (const token of fromModel) add(tokenName(token), token['id'], token);
  for (const [token, id] of Object.entries(extra)) add(token, id, undefined);
  const decoder = config['added_tokens_decoder'];
  if (isObject(decoder)) for (const [id, token] of Object.entries(decoder)) add(tokenName(token), Number(id), token);
  return added;
}

/**
 * Reads `vocab.json` with `merges.txt`, or else `tokenizer.json`, which also says how prompts are cut, and the settings beside them
 * (`tokenizer_config.json`, `special_tokens_map.json`, `added_tokens.json`, all optional).
 *
 * @param contextLength overrides `model_max_length`, for models whose text encoder says otherwise.
 * @throws TokenizerError `tokenizer-files` when a file is missing or malformed.
 */
export async function readTokenizerFiles(directory: string, contextLength?: number): Promise<TokenizerFiles> {
  const { vocabulary, merges, added, rules } = await readModel(directory);
  const config = (await readJson(join(directory, 'tokenizer_config.json'))) ?? {};
  const special = (await readJson(join(directory, 'special_tokens_map.json'))) ?? {};
  const extra = (await readJson(join(directory, 'added_tokens.json'))) ?? {};
  const name = (key: string, fallback: string): string => tokenName(config[key]) ?? tokenName(special[key]) ?? fallback;
  const endToken = name('eos_token', END);
  const tokens = {
    startToken: name('bos_token', START),
    endToken,
    padToken: name('pad_token', endToken),
    unknownToken: name('unk_token', endToken),
  };
  const addedTokens = collectAddedTokens(added, config, extra);
  for (const token of Object.values(tokens)) {
    const id = addedTokens.get(token) ?? vocabulary[token];
    if (id === undefined) {
      throw new TokenizerError(
        'tokenizer-files',
        `The special token "${token}" is not in the vocabulary of ${directory}.`,
      );
    }
    addedTokens.set(token, id);
  }
  const longest = config['model_max_length'];
  const usable = typeof longest === 'number' && Number.isInteger(longest) && longest >= 3 && longest <= 100_000;
  return {
    vocabulary,
    merges,
    addedTokens,
    ...tokens,
    rules,
    contextLength: contextLength ?? (usable ? longest : DEFAULT_CONTEXT_LENGTH),
  };
}

/** What the files of CLIP's own tokenizer say. OpenCLIP fills up with token 0, an exclamation mark. */
export function clipTokenizerFiles(contextLength: number, padding: 'end' | 'zero'): TokenizerFiles {
  const { vocabulary, merges } = clipVocabulary();
  const padToken = padding === 'end' ? END : '!';
  const names = [START, END, padToken];
  return {
    vocabulary,
    merges,
    addedTokens: new Map(names.map((name) => [name, vocabulary[name]!])),
    startToken: START,
    endToken: END,
    padToken,
    unknownToken: END,
    contextLength,
    rules: 'transformers-4',
  };
}
