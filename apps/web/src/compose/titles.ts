import type { Attribute } from '../attributes/attributes.ts';
import { texts } from '../texts/texts.ts';

interface Drawn {
  readonly prompt: string | null;
  readonly slots: readonly { readonly tokenName: string }[];
}

/** What a composition is called: its prompt; without one, what its tokens are called. */
export const titleOf = ({ prompt, slots }: Drawn): string =>
  prompt ?? ([...new Set(slots.map(({ tokenName }) => tokenName))].join(' + ') || texts.compose.results);

/** What a grid is called. */
export const gridTitleOf = (attribute: Attribute, rows: readonly { readonly seeds: readonly number[] }[]): string =>
  texts.compose.grid.title(texts.attributes[attribute], rows.length, new Set(rows.flatMap(({ seeds }) => seeds)).size);
