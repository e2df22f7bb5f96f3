import type { ApolloClient } from '@apollo/client';
import { noteChange } from './fresh-link.ts';
import { shownBy } from './shown-by.ts';

/** Reads again what the page shows of things of these kinds, and nothing else. */
export async function readAgain(client: ApolloClient, typenames: Iterable<string>): Promise<void> {
  const fields = shownBy(typenames);
  if (fields.size === 0) return;
  noteChange(fields);
  await client.refetchQueries({
    updateCache: (cache) =>
      void cache.modify({
        id: 'ROOT_QUERY',
        fields: Object.fromEntries(
          [...fields].map((name) => [name, (_value: unknown, { INVALIDATE }: { INVALIDATE: unknown }) => INVALIDATE]),
        ),
      }),
  });
}

/** Reads again all that the page shows. */
export async function readAllAgain(client: ApolloClient): Promise<void> {
  noteChange();
  await client.refetchQueries({ include: 'active' });
}
