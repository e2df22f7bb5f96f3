'use client';
import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { accepted, type Accepted } from '@facet/client';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { toast } from '../ui/toast.ts';
import { readAgain } from './read-again.ts';
import { why } from './why.ts';

/** What a mutation answers: one field, a union of the thing and of why it is refused. */
type Answer = Readonly<Record<string, { readonly __typename: string }>>;

export type Outcome<Data extends Answer> =
  { readonly ok: true; readonly data: Accepted<Data[keyof Data]> } | { readonly ok: false; readonly message: string };

type Options<Data, Variables extends OperationVariables> = Omit<
  ApolloClient.MutateOptions<Data, Variables>,
  'mutation' | 'variables'
> & {
  /** The kinds of things whose lists are others afterwards. */
  readonly changes?: readonly string[];
};

/**
 * Asks for mutations and gives what came of it: the thing, or a sentence that says what is wrong, whether the API refuses or is not
 * reached. For forms and dialogs, which show the sentence where it belongs; `useAction` is for buttons.
 */
export function useAsk() {
  const client = useApolloClient();
  return async <Data extends Answer, Variables extends OperationVariables>(
    mutation: TypedDocumentNode<Data, Variables>,
    variables: NoInfer<Variables>,
    options?: Options<NoInfer<Data>, NoInfer<Variables>>,
  ): Promise<Outcome<Data>> => {
    const { changes = [], ...rest } = options ?? {};
    try {
      const { data } = await client.mutate({ mutation, variables, ...rest } as ApolloClient.MutateOptions<
        Data,
        Variables
      >);
      const [answer] = Object.values(data as Data) as Data[keyof Data][];
      const done = accepted(answer!);
      await readAgain(client, changes);
      return { ok: true, data: done };
    } catch (error) {
      return { ok: false, message: why(error) };
    }
  };
}

/** The same for a button: it is busy meanwhile, and what is wrong is said at the edge of the page. */
export function useAction<Data extends Answer, Variables extends OperationVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  options?: Options<Data, Variables>,
): readonly [act: (variables: Variables) => Promise<Accepted<Data[keyof Data]> | undefined>, isBusy: boolean] {
  const ask = useAsk();
  const [isBusy, setBusy] = useState(false);
  const act = async (variables: Variables): Promise<Accepted<Data[keyof Data]> | undefined> => {
    setBusy(true);
    const outcome = await ask(mutation, variables, options);
    setBusy(false);
    if (outcome.ok) return outcome.data;
    void toast(texts.notDone, outcome.message);
    return undefined;
  };
  return [act, isBusy];
}
