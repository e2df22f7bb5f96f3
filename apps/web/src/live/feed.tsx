'use client';
import { useApolloClient } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { defer, repeat, retry } from 'rxjs';
import { signInAgain } from '../account/sign-in-again.ts';
import { texts } from '../texts/texts.ts';
import { toast } from '../ui/toast.ts';
import { followChanges } from './changes.ts';
import { OrganizationFeedDocument } from './feed.graphql.ts';
import { readAgain } from '../graphql/read-again.ts';

/** Changes come in crowds: a run that ends brings four tokens. */
const GATHER_MS = 150;
/** A service that goes down ends its subscriptions. */
const AGAIN_MS = 1000;

/** Keeps every page as others have made it meanwhile: what they change, add, share and take back. */
export function Feed() {
  const client = useApolloClient();
  const router = useRouter();
  useEffect(() => {
    const changes = followChanges(client.cache);
    const kinds = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const gather = (moved: readonly string[]): void => {
      for (const kind of moved) kinds.add(kind);
      timer ??= setTimeout(() => {
        timer = undefined;
        const now = [...kinds];
        kinds.clear();
        // What the server renders around the page, such as the organisation's name and one's role in it.
        if (now.includes('Organization')) router.refresh();
        void readAgain(client, now).catch(() => undefined);
      }, GATHER_MS);
    };
    const feed = defer(() => client.subscribe({ query: OrganizationFeedDocument }))
      .pipe(repeat({ delay: AGAIN_MS }), retry({ delay: AGAIN_MS }))
      .subscribe(({ data }) => {
        const event = data?.organizationChanges;
        switch (event?.__typename) {
          case 'FeedResync':
            if (event.resync === 'RIGHTS') router.refresh();
            void client.refetchQueries({ include: 'active' }).catch(() => undefined);
            break;
          case 'FeedChanges':
            for (const { library, organization } of changes.forget(event.changes))
              void toast(texts.live.grantEnded(library), texts.live.grantEndedBy(organization));
            gather(changes.moved(event.changes));
            break;
          case 'FeedEnd':
            feed.unsubscribe();
            if (event.end === 'SIGNED_OUT') signInAgain();
            else location.assign('/organization/forget?next=/');
        }
      });
    return () => {
      feed.unsubscribe();
      clearTimeout(timer);
    };
  }, [client, router]);
  return null;
}
