import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { TokenizerError } from './errors.ts';
import { clipTokenizerFiles } from './files.ts';
import { clipTokenizer, loadTokenizer, type Tokenizer } from './tokenizer.ts';

const golden = join(import.meta.dirname, '../../test/golden');
const bpe = await loadTokenizer(join(golden, 'tokenizer-bpe'));
const demo = await loadTokenizer(join(golden, 'tokenizer-demo'));

const read = (name: string): string => readFileSync(join(golden, 'tokenizer-bpe', name), 'utf8');

const temporary: string[] = [];
afterAll(() => Promise.all(temporary.map((path) => rm(path, { recursive: true }))));
async function folderWith(files: Record<string, string>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'facet-tokenizer-'));
  temporary.push(path);
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

async function failure(action: () => unknown): Promise<TokenizerError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof TokenizerError) return error;
    throw error;
  }
  throw new Error('expected a TokenizerError');
}

describe('token ids', () => {
  const cases = JSON.parse(gunzipSync(readFileSync(join(golden, 'tokenizer.json.gz'))).toString()) as {
    strings: string[];
    bpe: number[][];
    demo: number[][];
    /** Null for a string with characters that only one side knows. */
    bpeFast: (number[] | null)[];
    clip: number[][];
    clipFast: (number[] | null)[];
    normalizer: unknown;
  };
  /** Strings whose ids are not those of transformers. */
  const differing = (tokenizer: Tokenizer, expected: readonly (number[] | null)[]): string[] =>
    cases.strings.filter((text, i) => expected[i] && tokenizer.tokenize(text).ids.join() !== expected[i].join());
  /** A folder's file that has what transformers writes into it, beside vocab.json and merges.txt. */
  const ofJson = async (vocabulary: string, merges: string): Promise<Tokenizer> =>
    loadTokenizer(
      await folderWith({
        'vocab.json': vocabulary,
        'merges.txt': merges,
        'tokenizer.json': JSON.stringify({ normalizer: cases.normalizer }),
      }),
    );
  it('equal those of CLIPTokenizerFast on 10,000 strings, where the folder has a tokenizer.json', async () => {
    const tokenizer = await ofJson(read('vocab.json'), read('merges.txt'));
    expect([bpe.rules, tokenizer.rules]).toEqual(['transformers-4', 'tokenizer.json']);
    expect(differing(tokenizer, cases.bpeFast)).toEqual([]);
    expect(differing(bpe, cases.bpeFast).length).toBeGreaterThan(1000);
  });
  it("equal those of both with CLIP's own vocabulary", async () => {
    expect(differing(clipTokenizer(77, 'end'), cases.clip)).toEqual([]);
    const { vocabulary, merges } = clipTokenizerFiles(77, 'end');
    const tokenizer = await ofJson(JSON.stringify(vocabulary), ['#version: 0.2', ...merges].join('\n'));
    expect(differing(tokenizer, cases.clipFast)).toEqual([]);
  });
  it('equal those of CLIPTokenizer on 10,000 strings of all kinds', () => {
    expect(cases.strings.length).toBe(10_000);
    const different = cases.strings.filter((text, i) => bpe.tokenize(text).ids.join() !== cases.bpe[i]?.join());
    expect(different).toEqual([]);
  });
  it('equal those of CLIPTokenizer with the demo vocabulary', () => {
    const different = cases.demo.filter((ids, i) => demo.tokenize(cases.strings[i] ?? '').ids.join() !== ids.join());
    expect(different).toEqual([]);
  });
  it('are the same from a tokenizer.json as from vocab.json and merges.txt', async () => {
    const merges = read('merges.txt').trim().split('\n').slice(1);
    const vocab = JSON.parse(read('vocab.json')) as Record<string, number>;
    const asText = { model: { type: 'BPE', vocab, merges, end_of_word_suffix: '</w>' } };
    const asPairs = { model: { ...asText.model, merges: merges.map((line) => line.split(' ')) } };
    for (const file of [asText, asPairs]) {
      const tokenizer = await loadTokenizer(await folderWith({ 'tokenizer.json': JSON.stringify(file) }));
      for (const text of cases.strings.slice(0, 500)) expect(tokenizer.tokenize(text)).toEqual(bpe.tokenize(text));
    }
  });
});

describe('an encoded prompt', () => {
  it('has start, tokens, end, and the padding token that the model asks for', async () => {
    const encoding = demo.encode('a red cat');
    expect(encoding.ids.length).toBe(16);
    expect(encoding.length).toBe(5);
    expect(encoding.ids[0]).toBe(demo.startId);
    expect(encoding.ids.slice(4)).toEqual(Array.from({ length: 12 }, () => demo.endId));

    const files = Object.fromEntries(
      ['vocab.json', 'merges.txt'].map((name) => [name, readFileSync(join(golden, 'tokenizer-demo', name), 'utf8')]),
    );
    const padded = await loadTokenizer(await folderWith({ ...files, 'tokenizer_config.json': '{"pad_token":"!"}' }));
    expect(padded.contextLength).toBe(77);
    expect(padded.encode('a red cat').ids.slice(4, 7)).toEqual([padded.endId, 0, 0]);
  });

  it('says where a word, a phrase and a placeholder stand', () => {
    const encoding = bpe.encode('A Watercolor cat, and <one>: the watercolor  CAT of <one>', ['<one>']);
    expect(bpe.positionsOf(encoding, '<one>').map(({ start, end }) => end - start)).toEqual([1, 1]);
    expect(bpe.positionsOf(encoding, 'watercolor cat').length).toBe(2);
    expect(bpe.positionsOf(encoding, 'dog')).toEqual([]);
    const [cat] = bpe.positionsOf(encoding, 'cat');
    expect(encoding.ids.slice(cat?.start, cat?.end)).toEqual(bpe.tokenize('cat').ids);
  });

  it('matches a placeholder that is a word only as a whole word', () => {
    const encoding = bpe.encode('colorful color', ['color']);
    expect(bpe.positionsOf(encoding, 'color').length).toBe(1);
    expect(encoding.words.at(-1)?.text).toBe('color');
  });

  it('takes placeholders with characters that mean something in patterns', () => {
    const encoding = bpe.encode('a [x+] (y) *-* cat', ['[x+]', '(y)', '*-*']);
    expect(encoding.words.map((word) => word.text)).toEqual(['a', '[x+]', '(y)', '*-*', 'cat']);
  });

  it('is refused when it is too long, saying how long it is and where the limit falls', async () => {
    expect(demo.encode('red '.repeat(14)).length).toBe(16);
    const error = await failure(() =>
      demo.encode('a red cat and a green cat and a blue cat and a purple cat in style'),
    );
    expect(error.code).toBe('prompt-too-long');
    expect(error.message).toContain('17 tokens, but this model reads at most 14 (16 with');
    expect(error.message).toContain('after "and a purple", before "cat in style"');
  });
});

describe('a tokenizer folder', () => {
  it('that lacks its files is refused with the names of the files', async () => {
    const error = await failure(async () => loadTokenizer(await folderWith({})));
    expect(error.code).toBe('tokenizer-files');
    expect(error.message).toContain('vocab.json');
  });
  it('with broken JSON, a foreign tokenizer or a vocabulary without the special tokens is refused', async () => {
    for (const files of [
      { 'vocab.json': '{"a":', 'merges.txt': '#version' },
      { 'vocab.json': '{"a":"b"}', 'merges.txt': '#version' },
      { 'vocab.json': '{"a":0}', 'merges.txt': '#version' },
      { 'tokenizer.json': '{"model":{"type":"WordPiece","vocab":{}}}' },
      {
        'vocab.json': '{"a":0}',
        'merges.txt': '#version',
        'tokenizer.json': '{"normalizer":{"type":"BertNormalizer"}}',
      },
    ]) {
      expect((await failure(async () => loadTokenizer(await folderWith(files)))).code).toBe('tokenizer-files');
    }
  });
  it('with added tokens has them matched literally', async () => {
    const files = Object.fromEntries(
      ['vocab.json', 'merges.txt'].map((name) => [name, readFileSync(join(golden, 'tokenizer-demo', name), 'utf8')]),
    );
    const tokenizer = await loadTokenizer(await folderWith({ ...files, 'added_tokens.json': '{"<cat-toy>":627}' }));
    expect(tokenizer.tokenize('a <cat-toy>s').ids[1]).toBe(627);
  });
});
