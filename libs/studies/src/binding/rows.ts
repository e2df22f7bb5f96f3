import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { invert, InversionError, wordVector, type InversionSettings, type TokenSet } from '@facet/inversion';
import type { BindingReference } from './transfers.ts';

/** The words that the image encoder finds, against which all is held. */
export const WORDS = 'words';
/** The words that mean the values, for whoever knows them. */
export const TRUE_WORDS = 'true-words';
/** The names by which the model's training called the values. */
export const BOUND = 'bound';

/** Steps of what is refined or trained: with `quick` enough to see a tendency. */
const STEPS = { whole: 100, quick: 30 } as const;

interface Row {
  readonly method: string;
  readonly settings?: Partial<InversionSettings>;
  /** Whether it takes steps. */
  readonly trains: boolean;
}

/** The rows of the table by name: what makes the tokens. */
const ROWS: Readonly<Record<string, Row>> = {
  [WORDS]: { method: 'words', trains: false },
  [TRUE_WORDS]: { method: 'words', trains: false },
  [BOUND]: { method: 'words', trains: false },
  matte: { method: 'matte', settings: { start: 'neutral' }, trains: true },
  'words+matte': { method: 'matte', settings: { start: 'words', learningRate: 0.005 }, trains: true },
  // A token of the whole picture stands in the attribute's place.
  'textual-inversion': { method: 'textual-inversion', trains: true },
  'p-plus': { method: 'p-plus', trains: true },
  prospect: { method: 'prospect', trains: true },
  reader: { method: 'reader', settings: { steps: 0 }, trains: false },
  'reader+refine': { method: 'reader', trains: true },
};

export const ROW_NAMES = Object.keys(ROWS);

/** Rows that stand without being asked for: the others are measured against them. */
export const BASE_ROWS = [WORDS, TRUE_WORDS, BOUND];

/** Whether a row's tokens depend on the model's reader. */
export const startsRead = (row: string): boolean => ROWS[row]?.method === 'reader';

/**
 * The tokens of a reference that a row has, by attribute; true words and bounds are there where the reference has them.
 *
 * @throws InversionError `invalid-input` for an unknown row; those of the inversion
 */
export async function tokensOfRow(
  model: DiffusionModel,
  name: string,
  reference: BindingReference,
  image: Tensor,
  options: { readonly quick: boolean; readonly signal?: AbortSignal | undefined },
): Promise<Partial<Record<Attribute, TokenSet>>> {
  const row = ROWS[name];
  if (row === undefined)
    throw new InversionError('invalid-input', `There is no row "${name}"; there are ${ROW_NAMES.join(', ')}.`);
  const steps = row.trains ? { steps: options.quick ? STEPS.quick : STEPS.whole } : {};
  const set = await invert(model, {
    image,
    imageHash: '0'.repeat(64),
    method: row.method,
    settings: { ...row.settings, ...steps },
    ...(options.signal && { signal: options.signal }),
  });
  const known = ATTRIBUTES.flatMap((attribute) => {
    const vector = vectorOf(model, name, reference, attribute);
    return vector === undefined ? [] : [[attribute, withVector(set, attribute, vector)] as const];
  });
  if (name === TRUE_WORDS || name === BOUND) return Object.fromEntries(known);
  return Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, set]));
}

function vectorOf(
  model: DiffusionModel,
  row: string,
  { words, bound }: BindingReference,
  attribute: Attribute,
): Float32Array | undefined {
  const [word, vector] = [words[attribute], bound[attribute]];
  if (row === TRUE_WORDS) return word === undefined ? undefined : wordVector(model, word.replace(' and ', ' '));
  return row === BOUND && vector !== undefined ? Float32Array.from(vector) : undefined;
}

const withVector = (set: TokenSet, attribute: Attribute, vector: Float32Array): TokenSet => ({
  ...set,
  tokens: set.tokens.map((token) =>
    token.name === attribute ? Object.assign({}, token, { vectors: [vector] }) : token,
  ),
});
