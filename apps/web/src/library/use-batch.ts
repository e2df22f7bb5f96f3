'use client';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useAsk } from '../graphql/use-action.ts';
import type { BatchItemsFragment } from './batch.graphql.ts';

/** As many as the API takes at once. */
const AT_ONCE = 100;

/** A token that was left as it was, and why. */
export interface Left {
  readonly id: string;
  readonly why: string;
}

type BatchAnswer<Field extends string> = Readonly<
  Record<
    Field,
    | ({ readonly __typename: 'TokenBatch' } & BatchItemsFragment)
    | { readonly __typename: 'ForbiddenError' | 'InvalidInputError' | 'NotFoundError'; readonly message: string }
  >
>;

/** Does something with any number of tokens, a hundred at a time, and says which were left and why. */
export function useBatch() {
  const ask = useAsk();
  return async <Field extends string, Variables extends OperationVariables & { ids: readonly string[] }>(
    mutation: TypedDocumentNode<BatchAnswer<Field>, Variables>,
    ids: readonly string[],
    variables: NoInfer<Omit<Variables, 'ids'>>,
  ): Promise<readonly Left[]> => {
    const left: Left[] = [];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const outcome = await ask(mutation, { ...variables, ids: some } as Variables, { changes: ['Token'] });
      if (!outcome.ok) left.push(...some.map((id) => ({ id, why: outcome.message })));
      else
        for (const { tokenId, error } of (outcome.data as BatchItemsFragment).items)
          if (error) left.push({ id: tokenId, why: error.message });
    }
    return left;
  };
}
