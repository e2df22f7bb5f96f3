import type { Attribute } from '@facet/base';
import type { Tensor } from '@facet/diffusion';
import type { WordLists } from '../words/lists.ts';

/** What a judge sees in a picture: a word for each attribute that is measured. */
export type Seen = Partial<Readonly<Record<Attribute, string>>>;

export const OBSERVER_NAMES = ['classifiers', 'clip'] as const;
export type ObserverName = (typeof OBSERVER_NAMES)[number];

/** Names the attributes of pictures. */
export interface Observer {
  readonly name: ObserverName;
  /** For each attribute that is measured the words that it may take, at least two. */
  readonly words: WordLists;
  /** For each picture of `[n, 3, height, width]` in [-1, 1] what each judge sees. */
  observe(pictures: Tensor): Promise<Seen[][]>;
  close(): Promise<void>;
}
