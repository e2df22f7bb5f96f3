'use client';
import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useAction, useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { LibrarySharingDocument, RevokeLibraryDocument, type SharedLibraryFragment } from './sharing.graphql.ts';

const t = texts.team.sharing;
const KINDS = ['LibraryOffer', 'LibraryGrant'];

/** The other organisations that read a library, or are asked whether they want to. */
export function SharedWith({ id: libraryId, isRevocable }: { readonly id: string; readonly isRevocable: boolean }) {
  const { data } = useQuery(LibrarySharingDocument, { variables: { id: libraryId }, ssr: false });
  const [asked, setAsked] = useState<SharedLibraryFragment['grants'][number]['organization']>();
  const ask = useAsk();
  const [takeBack, isTakingBack] = useAction(RevokeLibraryDocument, { changes: KINDS });
  const revoke = async (): Promise<string | undefined> => {
    const outcome = await ask(RevokeLibraryDocument, { libraryId, organizationId: asked!.id }, { changes: KINDS });
    return outcome.ok ? undefined : outcome.message;
  };
  if (!data) return <Skeleton className="h-8" />;
  if (data.library.__typename !== 'Library') return null;
  const { name, grants, offers } = data.library;
  return (
    <>
      <ul className="space-y-2">
        {grants.map(({ id, organization, createdAt }) => (
          <li key={id} className="flex items-center gap-3 text-sm">
            <p className="min-w-0 flex-1 truncate">
              <span className="font-medium">{organization.name}</span>{' '}
              <span className="text-muted">
                {t.reads}, <Time at={createdAt} />
              </span>
            </p>
            {isRevocable && (
              <Button
                size="small"
                look="danger"
                aria-label={t.revokeOf(name, organization.name)}
                onClick={() => setAsked(organization)}
              >
                {t.revoke}
              </Button>
            )}
          </li>
        ))}
        {offers.map(({ id, toSlug }) => (
          <li key={id} className="flex items-center gap-3 text-sm">
            <p className="min-w-0 flex-1 truncate">
              <span className="font-medium">{toSlug}</span> <span className="text-muted">{t.waits}</span>
            </p>
            <Button
              size="small"
              busy={isTakingBack}
              aria-label={t.takeBackOf(name, toSlug)}
              onClick={() => void takeBack({ libraryId, slug: toSlug })}
            >
              {t.takeBack}
            </Button>
          </li>
        ))}
      </ul>
      <Confirm
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t.revokeTitle(asked?.name ?? '')}
        description={t.revokeText}
        action={t.revoke}
        onConfirm={revoke}
      />
    </>
  );
}
