import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InversionError, type Judges } from '@facet/inversion';
import type { Trial } from './trials.ts';

/** Whether a combination of factors is held out of the model's training. */
export type IsHeldOut = (wanted: Trial['wanted']) => boolean;

/** The factors in the order of the rows of `held_out.combinations`. */
const ORDER = ['object', 'color', 'style', 'layout'] as const;

const PRODUCT = String.raw`(?:\d+|${ORDER.join('|')})(?:\*(?:\d+|${ORDER.join('|')}))*`;
const RULE = new RegExp(String.raw`^\((${PRODUCT}(?: \+ ${PRODUCT})*)\) % ([1-9]\d*) == 0$`);

const schema = z.object({
  held_out: z.union([
    /** Each by the places of its words in their lists. */
    z.object({ combinations: z.array(z.array(z.int().min(0)).length(ORDER.length)) }),
    /** Of a world with too many to list: a sum of products of these places, as `(3*object + color*style) % 7 == 0`. */
    z.object({ rule: z.string().regex(RULE) }),
  ]),
});

/**
 * Reads from `classifiers/factors.json` which combinations of factors the model was not trained on.
 *
 * @throws InversionError `invalid-input` when the file says none.
 */
export async function readHeldOut(directory: string, factors: Judges['factors']): Promise<IsHeldOut> {
  const path = join(directory, 'classifiers', 'factors.json');
  const result = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!result.success)
    throw new InversionError(
      'invalid-input',
      `${path} says no held-out combinations: ${z.prettifyError(result.error)}`,
    );
  const { held_out: said } = result.data;
  const places = (wanted: Trial['wanted']): number[] =>
    ORDER.map((attribute) => factors[attribute].indexOf(wanted[attribute]!));
  if ('rule' in said) {
    const holds = ruleOf(said.rule);
    return (wanted) => holds(places(wanted));
  }
  const heldOut = new Set(said.combinations.map(String));
  return (wanted) => heldOut.has(String(places(wanted)));
}

/** What the rule says of places in the order of `ORDER`. */
function ruleOf(rule: string): (places: readonly number[]) => boolean {
  const [, sum = '', modulus] = RULE.exec(rule) ?? [];
  const products = sum.split(' + ').map((product) => product.split('*'));
  return (places) => {
    const valueOf = (factor: string): number => {
      const place = ORDER.findIndex((attribute) => attribute === factor);
      return place === -1 ? Number(factor) : places[place]!;
    };
    const total = products.reduce((all, factors) => all + factors.reduce((value, each) => value * valueOf(each), 1), 0);
    return total % Number(modulus) === 0;
  };
}
