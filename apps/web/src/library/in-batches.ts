import { answerError } from '@facet/client';
import { why } from '../graphql/why.ts';
import type { BatchItemsFragment } from './batch.graphql.ts';

/** As many as the API takes at once. */
const AT_ONCE = 100;

/** A token that was left as it was, and why. */
export interface Left {
  readonly id: string;
  readonly why: string;
}

type Outcome =
  { readonly ok: true; readonly data: BatchItemsFragment } | { readonly ok: false; readonly message: string };

/** Does something with any number of tokens, a hundred at a time, and says which were left and why. */
export async function inBatches(
  ids: readonly string[],
  act: (some: readonly string[]) => Promise<Outcome>,
): Promise<readonly Left[]> {
  const left: Left[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const outcome = await act(some);
    if (!outcome.ok) left.push(...some.map((id) => ({ id, why: outcome.message })));
    else
      for (const { tokenId, error } of outcome.data.items)
        if (error) left.push({ id: tokenId, why: why(answerError([{ message: error.message, extensions: error }])) });
  }
  return left;
}
