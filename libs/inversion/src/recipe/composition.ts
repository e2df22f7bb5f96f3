import type { Attribute } from '@facet/base';
import type { TokenUse } from './token-use.ts';

export interface Composition {
  /** For each attribute the token set it is taken from; every set must belong to the loaded model. */
  readonly tokens: Partial<Readonly<Record<Attribute, TokenUse>>>;
  /** Plain words for attributes that no token stands for. */
  readonly words?: Partial<Readonly<Record<Attribute, string>>>;
  /**
   * The prompt, with {color}, {style}, {object}, {layout} where the tokens stand. Default: the model's first training
   * template, in which attributes without a token or word are left out (the object becomes a neutral word).
   */
  readonly prompt?: string;
}
