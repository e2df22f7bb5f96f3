import type { ApolloCache } from '@apollo/client';
import type { OrganizationFeedSubscription } from './feed.graphql.ts';

type Event = OrganizationFeedSubscription['organizationChanges'];
export type Change = Extract<Event, { readonly __typename: 'FeedChanges' }>['changes'][number];

/** A library of others that is not shared with this organisation any more. */
export interface EndedGrant {
  readonly library: string;
  /** Undefined where the page has not asked for it. */
  readonly organization: string | undefined;
}

/** What the feed says over time, as far as it decides which lists are to be read again. */
export function followChanges(cache: ApolloCache) {
  const states = new Map<string, string>();
  return {
    /** The kinds whose lists may be others now. The things themselves are in the cache already, by their ids. */
    moved(changes: readonly Change[]): readonly string[] {
      return changes.filter((change) => isMove(change, states)).map(({ typename }) => typename);
    },
    /** Takes what is gone out of the cache, and out of all lists with it. */
    forget(changes: readonly Change[]): readonly EndedGrant[] {
      const gone = changes.filter(({ change }) => change === 'DELETED');
      const ended = gone.flatMap(({ typename, id }) =>
        typename === 'Library' ? (endedGrant(cache, cache.identify({ __typename: typename, id })) ?? []) : [],
      );
      for (const { typename, id } of gone) cache.evict({ id: cache.identify({ __typename: typename, id })! });
      if (gone.length > 0) cache.gc();
      return ended;
    },
  };
}

/** A run tells of each step; only where its state is another one, lists of runs in a state are others too. */
function isMove({ change, id, node }: Change, states: Map<string, string>): boolean {
  if (node?.__typename !== 'Inversion') return true;
  const isNew = states.get(id) !== node.status;
  states.set(id, node.status);
  return isNew || change === 'CREATED';
}

function endedGrant(cache: ApolloCache, id: string | undefined): EndedGrant | undefined {
  let ended: EndedGrant | undefined;
  cache.modify({
    ...(id !== undefined && { id }),
    fields: {
      isGranted(isGranted: unknown, { readField, toReference }) {
        const self = toReference({ __ref: id! });
        const organization = readField<{ readonly __ref: string }>('organization', self);
        if (isGranted === true)
          ended = {
            library: readField<string>('name', self) ?? '',
            organization: organization && readField<string>('name', organization),
          };
        return isGranted;
      },
    },
  });
  return ended;
}
