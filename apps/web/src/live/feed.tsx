'use client';
import { useApolloClient } from '@apollo/client/react';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { defer, repeat, retry } from 'rxjs';
import { signInAgain } from '../account/sign-in-again.ts';
import type { Role } from '../graphql/schema.ts';
import { gridTitleOf, titleOf } from '../compose/titles.ts';
import { forgetOrganization } from '../account/forget-organization.ts';
import { texts } from '../texts/texts.ts';
import { toast } from '../ui/toast.ts';
import { notice, noticeState } from '../notices/notices.ts';
import { followChanges } from './changes.ts';
import { followDrawings, type Drawing, type EndedDrawing } from './ended-drawings.ts';
import { followEnds, type EndedRun } from './ended-runs.ts';
import { DrawingDocument, OrganizationFeedDocument, StandingDocument } from './feed.graphql.ts';
import { readAgain, readAllAgain } from '../graphql/read-again.ts';

/** Changes come in crowds: a run that ends brings four tokens. */
const GATHER_MS = 150;
/** A service that goes down ends its subscriptions. */
const AGAIN_MS = 1000;

/** Where everything that was drawn is, the newest first. */
const BOARD = '/compose';

/** Under which the next page, which is of another organisation, learns what one was led out of. */
const LEFT = 'facet-left';

/** Keeps every page as others have made it meanwhile: what they change, add, share and take back. */
export function Feed({
  role,
  organizationName,
  userId,
}: {
  readonly role: Role | null;
  readonly organizationName: string;
  readonly userId: string;
}) {
  const client = useApolloClient();
  const router = useRouter();
  const rendered = useRef({ role, organizationName });
  useEffect(() => void (rendered.current = { role, organizationName }), [role, organizationName]);
  useEffect(() => {
    const left = sessionStorage.getItem(LEFT);
    sessionStorage.removeItem(LEFT);
    if (left) void toast(left, texts.live.membershipEnded);
  }, []);
  useEffect(() => {
    /** What the server has rendered by it is rendered anew where it is another now. */
    const checkStanding = async (): Promise<void> => {
      const { data } = await client.query({ query: StandingDocument, fetchPolicy: 'network-only' });
      const viewer = data?.viewer;
      const { role, organizationName } = rendered.current;
      if (viewer && (viewer.role !== role || viewer.organization.name !== organizationName)) router.refresh();
    };
    const changes = followChanges(client.cache);
    const endsIn = followEnds(userId);
    const askFor = async (id: string): Promise<Drawing | undefined> => {
      // Not for the cache: what pages show of it, they ask for by themselves.
      const { data } = await client.query({ query: DrawingDocument, variables: { id }, fetchPolicy: 'no-cache' });
      return data?.composition.__typename === 'Composition' ? data.composition : undefined;
    };
    const noteDrawings = followDrawings(userId, askFor, noticeDrawing);
    const kinds = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const gather = (moved: readonly string[]): void => {
      for (const kind of moved) kinds.add(kind);
      timer ??= setTimeout(() => {
        timer = undefined;
        const now = [...kinds];
        kinds.clear();
        if (now.includes('Organization')) void checkStanding().catch(() => undefined);
        void readAgain(client, now).catch(() => undefined);
      }, GATHER_MS);
    };
    const feed = defer(() => client.subscribe({ query: OrganizationFeedDocument }))
      .pipe(repeat({ delay: AGAIN_MS }), retry({ delay: AGAIN_MS }))
      .subscribe(({ data }) => {
        const event = data?.organizationChanges;
        switch (event?.__typename) {
          case 'FeedResync':
            void checkStanding().catch(() => undefined);
            void readAllAgain(client).catch(() => undefined);
            break;
          case 'FeedChanges':
            for (const { library, organization } of changes.forget(event.changes))
              void toast(texts.live.grantEnded(library), texts.live.grantEndedBy(organization));
            gather(changes.moved(event.changes));
            for (const run of endsIn(event.changes)) noticeEnd(run);
            if (noticeState() === 'on') noteDrawings(event.changes);
            break;
          case 'FeedEnd':
            // The feed begins anew by itself once there is a session again.
            if (event.end === 'SIGNED_OUT') void signInAgain();
            else {
              feed.unsubscribe();
              sessionStorage.setItem(LEFT, rendered.current.organizationName);
              forgetOrganization();
            }
        }
      });
    return () => {
      feed.unsubscribe();
      clearTimeout(timer);
    };
  }, [client, router, userId]);
  return null;
}

/** The page of the run says it by itself to whoever looks at it. */
function noticeEnd({ id, name, status }: EndedRun): void {
  const path = `/runs/${encodeURIComponent(id)}`;
  if (!isLookedAt(path)) notice(name, { body: texts.runs.ended[status], path, id });
}

/** And the board what is drawn. */
function noticeDrawing({ drawing, status, pictures }: EndedDrawing): void {
  const { id, grid } = drawing;
  if (isLookedAt(BOARD)) return;
  const title = grid ? gridTitleOf(grid.attribute, grid.rows) : titleOf(drawing);
  notice(title, { body: texts.notices.drawn[status](pictures), path: BOARD, id: grid?.id ?? id });
}

const isLookedAt = (path: string): boolean => document.visibilityState === 'visible' && location.pathname === path;
