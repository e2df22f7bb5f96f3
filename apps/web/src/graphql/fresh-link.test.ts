import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { from } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { freshLink, noteChange } from './fresh-link.ts';
import { readAgain, readAllAgain } from './read-again.ts';

const RUNS = gql`
  query Runs {
    inversions {
      totalCount
    }
  }
`;

/** A service that has so many runs, and answers when it is told to. */
function service(link: ApolloLink) {
  let count = 0;
  const held: (() => void)[] = [];
  const api = new ApolloLink(() =>
    from(
      new Promise<ApolloLink.Result>((resolve) => {
        const answer = { data: { inversions: { __typename: 'InversionConnection', totalCount: count } } };
        held.push(() => resolve(answer));
      }),
    ),
  );
  const client = new ApolloClient({ cache: new InMemoryCache(), link: link.concat(api) });
  return {
    client,
    make: () => void count++,
    /** Gives the answer to what was asked first, as it was then. */
    async answer(): Promise<void> {
      await vi.waitFor(() => expect(held).not.toHaveLength(0));
      held.shift()!();
    },
    isAskedNothing: () => held.length === 0,
  };
}

test.each([
  ['that somebody reads again by its kind', (client: ApolloClient) => readAgain(client, ['Inversion'])],
  ['that is among all that is read again', readAllAgain],
])('a list %s while its answer is on its way is as it is then', async (_, again) => {
  const { client, make, answer } = service(freshLink);
  const asked = client.query({ query: RUNS });
  make();
  void again(client);
  await answer();
  await answer();
  expect((await asked).data).toMatchObject({ inversions: { totalCount: 1 } });
});

test('without it Apollo gives the answer of before: so it is needed', async () => {
  const { client, make, answer } = service(new ApolloLink((operation, forward) => forward(operation)));
  const asked = client.query({ query: RUNS });
  make();
  void readAgain(client, ['Inversion']);
  await answer();
  expect((await asked).data).toMatchObject({ inversions: { totalCount: 0 } });
});

test('what else changes costs no second asking', async () => {
  const { client, answer, isAskedNothing } = service(freshLink);
  const asked = client.query({ query: RUNS });
  noteChange(['tokens']);
  await answer();
  await asked;
  expect(isAskedNothing()).toBe(true);
});

test('where something changes all the time an answer is given nevertheless', async () => {
  const { client, make, answer } = service(freshLink);
  const asked = client.query({ query: RUNS });
  for (let changes = 0; changes < 5; changes++) {
    make();
    noteChange(['inversions']);
    await answer();
  }
  expect((await asked).data).toMatchObject({ inversions: { totalCount: expect.any(Number) as number } });
});
