import type { Site } from './site.ts';
import type { Gradient } from './values.ts';

/** Called only when the gradient of that input is wanted. Several pieces are added up. */
export type Thunk = () => Gradient | readonly Gradient[];

/** One entry for each input, in order; none (or undefined) for an input that cannot be differentiated. */
export type Vjp<A extends string = never> = (site: Site<A>) => readonly (Thunk | undefined)[];

/**
 * What a rule takes into account. A node with any other attribute (unless set to ONNX's default), or with a gradient at any
 * other output, is refused by name before the rule is asked.
 */
export interface Declaration<A extends string> {
  /** Attributes that it reads. */
  readonly reads?: readonly A[];
  /** Attributes that no gradient depends on, or whose effect shows in shapes, types or results, which the rule reads instead. */
  readonly moot?: readonly string[];
  /** How many outputs, from the first on, it takes gradients of; 1 when not given. */
  readonly outputs?: number;
  /** The opsets at which it holds, both ends included; all that this library accepts when not given. */
  readonly since?: number;
  readonly until?: number;
}

export interface Rule extends Required<Declaration<string>> {
  readonly vjp: Vjp<string>;
}

export function rule<const A extends string = never>(vjp: Vjp<A>, declared: Declaration<A> = {}): readonly Rule[] {
  return [{ reads: [], moot: [], outputs: 1, since: 1, until: Infinity, ...declared, vjp }];
}
