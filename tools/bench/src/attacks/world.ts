import { addVersionFromToken, connect, type Actor } from '@facet/db';
import { startStack, type ServerProcess, type Stack } from '@facet/stack';
import { globalId, signUp, type Person } from '../service/people.ts';
import { fillLibraries } from '../service/seed.ts';
import type { Means } from './attacks.ts';

/** The service with an attacker and a neighbour, each with organisations that have something. */
export interface World {
  readonly stack: Stack;
  readonly neighbour: Person;
  readonly means: Means;
  /** Started anew when an attack has ended it. */
  api(): Promise<ServerProcess>;
}

const VERSIONS = 41;
const ORGANIZATIONS = 6;

/** As they are where nobody sets any: the stack has none, for the sake of other measurements. */
const LIMITS = {
  FACET_CONNECTIONS_PER_ADDRESS: '256',
  FACET_SOCKETS_PER_ADDRESS: '64',
  FACET_POINTS_PER_ADDRESS: '3000',
  FACET_REQUESTS_PER_ADDRESS: '16',
  FACET_COST_CAPACITY: '20000',
  FACET_COST_REFILL_PER_SECOND: '200',
};

export async function openWorld(): Promise<World> {
  const stack = await startStack({ environment: LIMITS });
  try {
    let current = await stack.startApi();
    const database = await connect(stack.appUrl);
    stack.defer(() => database.close());
    const [neighbour, attacker] = [await signUp(current.url), await signUp(current.url)];
    const size = { libraries: 4, tokens: 50 };
    await fillLibraries(database, neighbour, size);
    const { tokenIds } = await fillLibraries(database, attacker, { libraries: 1, tokens: 91 });
    const actor: Actor = { kind: 'user', id: attacker.userId };
    const [first] = tokenIds;
    await database.withOrganization(attacker.organizationId, async (t) => {
      for (let i = 1; i < VERSIONS; i++) await addVersionFromToken(t, actor, first!, first!);
    });
    const organizationIds: string[] = [];
    for (let i = 0; i < ORGANIZATIONS; i++) organizationIds.push(await createOrganization(current.url, attacker, i));
    return {
      stack,
      neighbour,
      means: {
        attacker,
        tokenId: globalId('Token', first!),
        tokenIds: tokenIds.map((id) => globalId('Token', id)),
        organizationIds,
      },
      async api() {
        const answers = await fetch(`${current.url}/healthz`).then(
          ({ ok }) => ok,
          () => false,
        );
        if (!answers) current = await stack.startApi();
        return current;
      },
    };
  } catch (error) {
    await stack.close();
    throw error;
  }
}

async function createOrganization(url: string, { cookie }: Person, i: number): Promise<string> {
  const query = `mutation { createOrganization(name: "Team ${i}", slug: "team-${i}") { ... on Organization { id } } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ query }),
  });
  const { data } = (await response.json()) as { data: { createOrganization: { id: string } } };
  return data.createOrganization.id;
}
