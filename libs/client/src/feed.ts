import type { CallOptions, Client } from './client.ts';
import { ClientError } from './errors/client-error.ts';
import { OrganizationChangesDocument, type OrganizationChangesSubscription } from './operations/feed.graphql.ts';
import { delay } from './transport/delay.ts';
import type { TypedDocument } from './typed-document.ts';

/** A subscription to `organizationChanges` under whatever name, which asks for `__typename`. */
type FeedOf<Result> = Result[keyof Result] & { readonly __typename: string };

export type OrganizationChange = OrganizationChangesSubscription['organizationChanges'];

const SUBSCRIBE_AGAIN_MS = 1_000;

/**
 * What changes in an organisation, as it is told, until the reader may see it no more (`FeedEnd`, the last). After a lost connection
 * it goes on by itself with a `FeedResync`: what happened meanwhile is not told, so read again what you show. The document is a
 * subscription of one field, `organizationChanges`, with what the caller wants to know of each changed thing.
 * @throws ClientError; the signal's reason
 */
export async function* followFeed<Result, Variables>(
  client: Pick<Client, 'subscribe'>,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  options: CallOptions = {},
): AsyncGenerator<FeedOf<Result>> {
  for (;;) {
    let hasBegun = false;
    for await (const event of client.subscribe(document, variables, options)) {
      const [news] = Object.values(event as Record<string, FeedOf<Result>>);
      if (!news) continue;
      hasBegun = true;
      yield news;
      if (news.__typename === 'FeedEnd') return;
    }
    if (!hasBegun)
      throw new ClientError('unexpected-answer', 'The service ended the feed before it began. Follow it again.');
    // A service that goes down ends its subscriptions.
    await delay(SUBSCRIBE_AGAIN_MS, options.signal);
  }
}

/** The same with the kind and the id of each changed thing, and nothing of what it is now. */
export const followOrganization = (client: Client, options?: CallOptions): AsyncGenerator<OrganizationChange> =>
  followFeed(client, OrganizationChangesDocument, {}, options);
