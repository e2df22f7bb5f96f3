import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import {
  inEveryCell,
  invert,
  InversionError,
  modelAttributionMap,
  wordVector,
  type InversionSettings,
  type TokenSet,
} from '@facet/inversion';
import type { BindingReference } from './transfers.ts';

/** The words that the image encoder finds, against which all is held. */
export const WORDS = 'words';
/** The words that mean the values, for whoever knows them. */
export const TRUE_WORDS = 'true-words';
/** The names by which the model's training called the values. */
export const BOUND = 'bound';

/** Steps of what is refined or trained where a row says no number of its own; with `quick` enough to see a tendency. */
const STEPS = { whole: 100, quick: 30 } as const;

/** What makes the tokens of a row. Rows that train say all that decides them, whatever the model's own settings are. */
export interface Row {
  readonly method: string;
  /** Undefined for what takes no step. */
  readonly trained?: Partial<InversionSettings>;
  /** Whether tokens stand in every cell and not in those of the model's map. */
  readonly everywhere?: true;
}

/** Every row that trains sees as many noised copies of the picture. */
const COMMON = { batchSize: 4, learningRateSchedule: 'constant', learningRate: 0.005 } as const;
/** A token of the whole picture stands in the attribute's place. It starts further from what it has to say. */
const SINGLE = { ...COMMON, learningRate: 0.03, learningRateSchedule: 'cosine' } as const;
/** Gently on from a start, by the reconstruction alone. */
const REFINED = { ...COMMON, learningRate: 0.003, colorStyleWeight: 0, objectLayoutWeight: 0 } as const;

/** The rows of the table by name. */
const ROWS: Readonly<Record<string, Row>> = {
  [WORDS]: { method: 'words' },
  [TRUE_WORDS]: { method: 'words' },
  [BOUND]: { method: 'words' },
  matte: { method: 'matte', trained: { ...COMMON, start: 'neutral' } },
  'words+matte': { method: 'matte', trained: { ...COMMON, start: 'words' } },
  // At the rate of the methods below.
  'words+matte-fast': { method: 'matte', trained: { ...SINGLE, start: 'words' } },
  'matte-fast': { method: 'matte', trained: { ...SINGLE, start: 'neutral' } },
  'textual-inversion': { method: 'textual-inversion', trained: SINGLE },
  'p-plus': { method: 'p-plus', trained: SINGLE },
  prospect: { method: 'prospect', trained: SINGLE },
  reader: { method: 'reader' },
  'reader+refine': { method: 'reader', trained: REFINED },
  // One thing less or more than `reader+refine`: an end when probes are flat, another start, the map's cells, the losses that keep tokens apart.
  'reader+flat': { method: 'reader', trained: { ...REFINED, stop: 'flat' } },
  'words+refine': { method: 'matte', trained: { ...REFINED, start: 'words' }, everywhere: true },
  'neutral+refine': { method: 'matte', trained: { ...REFINED, start: 'neutral' }, everywhere: true },
  'reader+cells': { method: 'matte', trained: { ...REFINED, start: 'reader' } },
  'reader+losses': {
    method: 'matte',
    trained: { ...REFINED, start: 'reader', colorStyleWeight: 0.1, objectLayoutWeight: 0.1 },
    everywhere: true,
  },
};

export const ROW_NAMES = Object.keys(ROWS);

/** Rows that stand without being asked for: the others are measured against them. */
export const BASE_ROWS = [WORDS, TRUE_WORDS, BOUND];

/**
 * The row of a name; `reader+refine@25` is one that trains, with 25 steps.
 *
 * @throws InversionError `invalid-input` for a row that does not exist
 */
export function rowOf(name: string, quick: boolean): Row {
  const [base, steps, ...more] = name.split('@');
  const row = ROWS[base!];
  const isNumber = steps === undefined || (/^[1-9]\d*$/u.test(steps) && row?.trained !== undefined);
  if (row === undefined || !isNumber || more.length > 0)
    throw new InversionError(
      'invalid-input',
      `There is no row "${name}"; there are ${ROW_NAMES.join(', ')}, and those that train with a number of steps, as reader+refine@25.`,
    );
  if (row.trained === undefined) return row;
  const usual = quick ? STEPS.quick : STEPS.whole;
  return { ...row, trained: { ...row.trained, steps: steps === undefined ? usual : Number(steps) } };
}

/** Whether a row's tokens depend on the model's reader. */
export const startsRead = ({ method, trained }: Row): boolean => method === 'reader' || trained?.start === 'reader';

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
  const { method, trained, everywhere } = rowOf(name, options.quick);
  const set = await invert(model, {
    image,
    imageHash: '0'.repeat(64),
    method,
    settings: trained ?? (method === 'reader' ? { steps: 0 } : {}),
    ...(everywhere && { map: inEveryCell(await modelAttributionMap(model.directory)) }),
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
