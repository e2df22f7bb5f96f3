import { ATTRIBUTES, SEED_BOUNDS } from '@facet/base';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InversionError, readReferences, type Reference } from '@facet/inversion';

const pair = z.tuple([z.string(), z.string()]);
const split = z.strictObject({ pairs: z.array(pair).min(1) });
const seed = z.int().min(SEED_BOUNDS.min).max(SEED_BOUNDS.max);

/** `evaluation/references.json` of a model folder. */
const fileSchema = z.strictObject({
  formatVersion: z.literal(1),
  note: z.string().default(''),
  /** Reference k of `references/references.json` draws with the seeds `first + stride * k`, and on: `count` of them. */
  seeds: z.strictObject({
    first: seed,
    stride: z.int().min(1),
    count: z.int().min(1),
    /** The seeds of pictures without any token. */
    base: z.strictObject({ first: seed, count: z.int().min(1) }),
  }),
  tuning: split,
  evaluation: split,
});

export const SPLITS = ['tuning', 'evaluation'] as const;
export type SplitName = (typeof SPLITS)[number];

/** A reference with what is fixed about it in every study. */
export interface EvaluationReference extends Reference {
  /** Its place in `references/references.json`. */
  readonly number: number;
  /** Seeds of its pictures; no two references share any. */
  readonly seeds: readonly number[];
}

export interface EvaluationPair {
  readonly a: EvaluationReference;
  readonly b: EvaluationReference;
}

export interface EvaluationSet {
  readonly baseSeeds: readonly number[];
  /** Pairs in the order in which a smaller study takes them; a split's references are those of its pairs. */
  readonly pairs: Readonly<Record<SplitName, readonly EvaluationPair[]>>;
}

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

/**
 * Reads the fixed references, pairs and seeds of a model's evaluation.
 *
 * @throws InversionError `io`; `invalid-input` for a malformed file, an unknown or repeated reference, a pair that shares a
 *   factor, or seeds that two references would share; file and field are named.
 */
export async function readEvaluationSet(directory: string): Promise<EvaluationSet> {
  const path = join(directory, 'evaluation', 'references.json');
  const fail = (message: string): never => {
    throw new InversionError('invalid-input', `${path}: ${message}`);
  };
  const file = parse(path, await readText(path));
  const { seeds } = file;
  if (seeds.count > seeds.stride) fail(`seeds.count is ${seeds.count}, more than seeds.stride (${seeds.stride}).`);
  const references = new Map(
    (await readReferences(directory)).map((reference, number): [string, EvaluationReference] => [
      reference.file,
      { ...reference, number, seeds: range(seeds.first + seeds.stride * number, seeds.count) },
    ]),
  );
  const seen = new Set<string>();
  const find = (name: string, field: string): EvaluationReference => {
    const reference = references.get(name) ?? fail(`${field} names ${name}, which references/references.json lacks.`);
    if (seen.has(name)) fail(`${field} names ${name} a second time.`);
    seen.add(name);
    return reference;
  };
  const pairsOf = (name: SplitName): EvaluationPair[] =>
    file[name].pairs.map(([first, second], i) => {
      const field = `${name}.pairs[${i}]`;
      const [a, b] = [find(first, `${field}[0]`), find(second, `${field}[1]`)];
      const shared = ATTRIBUTES.find((attribute) => a[attribute] === b[attribute]);
      if (shared !== undefined) fail(`${field} has the ${shared} "${a[shared]}" twice; a pair differs in all factors.`);
      return { a, b };
    });
  return {
    baseSeeds: range(seeds.base.first, seeds.base.count),
    pairs: { tuning: pairsOf('tuning'), evaluation: pairsOf('evaluation') },
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new InversionError(
      'io',
      `Cannot read ${path}: ${(cause as Error).message}. Only models with known factors and fixed references can be evaluated.`,
      { cause },
    );
  }
}

function parse(path: string, text: string): z.infer<typeof fileSchema> {
  try {
    const result = fileSchema.safeParse(JSON.parse(text));
    if (result.success) return result.data;
    throw new Error(z.prettifyError(result.error));
  } catch (cause) {
    throw new InversionError('invalid-input', `${path} is malformed: ${(cause as Error).message}`, { cause });
  }
}
