import { isWithin, SAMPLING_BOUNDS, SEED_BOUNDS, type Bounds } from '@facet/base';
import { ATTRIBUTES, attributeOf } from '../attributes/attributes.ts';
import { EMPTY_BOARD, MAX_SEEDS, MAX_SWAPPED, withSlot, type Board } from './board.ts';

/** The board as an address has it: what is as it always is, is left out. */
export function toSearch(board: Board): URLSearchParams {
  const search = new URLSearchParams();
  const muted = ATTRIBUTES.filter((attribute) => board.slots[attribute].isMuted).map((each) => each.toLowerCase());
  for (const attribute of ATTRIBUTES) {
    const { tokenId, strength, word } = board.slots[attribute];
    const name = attribute.toLowerCase();
    if (tokenId !== undefined) search.set(name, tokenId);
    if (strength !== 1) search.set(`${name}-strength`, String(strength));
    if (word !== '') search.set(`${name}-word`, word);
  }
  if (muted.length > 0) search.set('muted', muted.join(','));
  if (board.prompt !== '') search.set('prompt', board.prompt);
  if (board.negative !== '') search.set('negative', board.negative);
  if (board.seeds.join() !== EMPTY_BOARD.seeds.join()) search.set('seeds', board.seeds.join(','));
  if (board.steps !== EMPTY_BOARD.steps) search.set('steps', String(board.steps));
  if (board.guidance !== EMPTY_BOARD.guidance) search.set('guidance', String(board.guidance));
  if (board.scheduler !== EMPTY_BOARD.scheduler) search.set('scheduler', board.scheduler);
  if (board.modelId !== undefined) search.set('model', board.modelId);
  if (board.width !== undefined) search.set('width', String(board.width));
  if (board.height !== undefined) search.set('height', String(board.height));
  if (board.swap) search.set('swap', [board.swap.attribute.toLowerCase(), ...board.swap.tokenIds].join(','));
  return search;
}

/** Reads what `toSearch` has written. What is out of bounds, or nonsense, is as on an empty board. */
export function fromSearch(search: URLSearchParams): Board {
  const number = (name: string, otherwise: number, { min, max }: Bounds): number => {
    const value = Number.parseFloat(search.get(name) ?? '');
    return value >= min && value <= max ? value : otherwise;
  };
  const muted = new Set((search.get('muted') ?? '').split(',').map(attributeOf));
  let board = EMPTY_BOARD;
  for (const attribute of ATTRIBUTES) {
    const name = attribute.toLowerCase();
    board = withSlot(board, attribute, {
      tokenId: search.get(name) ?? undefined,
      strength: number(`${name}-strength`, 1, SAMPLING_BOUNDS.strength),
      isMuted: muted.has(attribute),
      word: search.get(`${name}-word`) ?? '',
    });
  }
  const seeds = (search.get('seeds') ?? '')
    .split(',')
    .map(Number)
    .filter((seed) => isWithin(seed, SEED_BOUNDS))
    .slice(0, MAX_SEEDS);
  return {
    ...board,
    prompt: search.get('prompt') ?? '',
    negative: search.get('negative') ?? '',
    seeds: search.has('seeds') && seeds.length > 0 ? seeds : EMPTY_BOARD.seeds,
    steps: number('steps', EMPTY_BOARD.steps, SAMPLING_BOUNDS.steps),
    guidance: number('guidance', EMPTY_BOARD.guidance, SAMPLING_BOUNDS.guidance),
    scheduler: search.get('scheduler') ?? EMPTY_BOARD.scheduler,
    ...(search.has('model') && { modelId: search.get('model')! }),
    ...sideIn(search, 'width'),
    ...sideIn(search, 'height'),
    ...swapIn(search),
  };
}

/** How large it may be is the model's to say; the API does. */
function sideIn(search: URLSearchParams, name: 'width' | 'height'): Pick<Board, 'width' | 'height'> {
  const side = Number(search.get(name));
  return Number.isInteger(side) && side > 0 ? { [name]: side } : {};
}

function swapIn(search: URLSearchParams): Pick<Board, 'swap'> {
  const [name, ...ids] = (search.get('swap') ?? '').split(',');
  const attribute = attributeOf(name);
  return attribute ? { swap: { attribute, tokenIds: [...new Set(ids.filter(Boolean))].slice(0, MAX_SWAPPED) } } : {};
}
