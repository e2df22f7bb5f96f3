'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { useState, type ReactNode } from 'react';
import { mayAdminister } from '../shell/may.ts';
import type { Role } from '../graphql/schema.ts';
import { useAction, useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.ts';
import { OfferForm } from './offer-form.tsx';
import { SharedWith } from './shared-with.tsx';
import {
  AcceptOfferDocument,
  DeclineOfferDocument,
  LeaveLibraryDocument,
  SharingDocument,
  type SharingQuery,
} from './sharing.graphql.ts';

const t = texts.team.sharing;

/** What crosses the borders of the organisation, in both directions. */
export function SharingView({ role }: { readonly role: Role | null }) {
  const administers = mayAdminister(role);
  const { data } = useSuspenseQuery(SharingDocument, { variables: { administers } });
  const granted = data.granted.edges.map(({ node }) => node);
  const own = data.own.edges.map(({ node }) => node);
  const shared = own.filter(({ shareCount }) => shareCount > 0);
  return (
    <div className="grid items-start grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="space-y-6">
        {administers && (
          <Card title={t.offered} hint={t.offeredHint}>
            <Rows none={t.offeredNone} count={data.libraryOffers?.length ?? 0}>
              {data.libraryOffers?.map((offer) => (
                <Offer key={offer.id} {...offer} />
              ))}
            </Rows>
          </Card>
        )}
        <Card title={t.granted}>
          <Rows none={t.grantedNone} count={granted.length}>
            {granted.map((library) => (
              <Granted key={library.id} {...library} isLeavable={administers} />
            ))}
          </Rows>
        </Card>
      </div>
      <div className="space-y-6">
        <Card title={t.slug} hint={t.slugHint}>
          <Copyable text={data.viewer.organization.slug} label={t.copySlug} copiedLabel={texts.copied} />
        </Card>
        <Card title={t.own} hint={t.ownHint}>
          <div className="space-y-5">
            {administers && <OfferForm libraries={own} />}
            <Rows none={t.ownNone} count={shared.length}>
              {shared.map(({ id, name }) => (
                <li key={id} className="py-3 first:pt-0 last:pb-0">
                  <h3 className="mb-2 truncate text-base font-medium">{name}</h3>
                  <SharedWith id={id} isRevocable={administers} />
                </li>
              ))}
            </Rows>
          </div>
        </Card>
      </div>
    </div>
  );
}

function Rows({
  none,
  count,
  children,
}: {
  readonly none: string;
  readonly count: number;
  readonly children: ReactNode;
}) {
  return count > 0 ? <ul className="divide-y">{children}</ul> : <p className="text-sm text-muted">{none}</p>;
}

function Offer({ id, libraryName, from, createdAt }: NonNullable<SharingQuery['libraryOffers']>[number]) {
  const kinds = ['LibraryOffer', 'Library'];
  const [accept, isAccepting] = useAction(AcceptOfferDocument, { changes: kinds });
  const [decline, isDeclining] = useAction(DeclineOfferDocument, { changes: kinds });
  return (
    <li className="flex flex-wrap items-center gap-3 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1">
        <p className="truncate text-base font-medium">{libraryName}</p>
        <p className="truncate text-sm text-muted">
          {t.from(from.name)}, <Time at={createdAt} />
        </p>
      </div>
      <div className="flex gap-2">
        <Button
          look="primary"
          size="small"
          busy={isAccepting}
          aria-label={t.acceptOf(libraryName)}
          onClick={async () => void ((await accept({ id })) && toast(libraryName, t.accepted(libraryName)))}
        >
          {t.accept}
        </Button>
        <Button
          size="small"
          busy={isDeclining}
          aria-label={t.declineOf(libraryName)}
          onClick={async () => void ((await decline({ id })) && toast(libraryName, t.declined))}
        >
          {t.decline}
        </Button>
      </div>
    </li>
  );
}

function Granted({
  id,
  name,
  organization,
  tokenCount,
  isLeavable,
}: SharingQuery['granted']['edges'][number]['node'] & { readonly isLeavable: boolean }) {
  const ask = useAsk();
  const [isAsked, setAsked] = useState(false);
  const leave = async (): Promise<string | undefined> => {
    const outcome = await ask(LeaveLibraryDocument, { id }, { changes: ['Library'] });
    return outcome.ok ? undefined : outcome.message;
  };
  return (
    <li className="flex flex-wrap items-center gap-3 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0 flex-1">
        <p className="truncate text-base font-medium">{name}</p>
        <p className="truncate text-sm text-muted">
          {t.from(organization.name)} · {t.tokens(tokenCount)}
        </p>
      </div>
      {isLeavable && (
        <Button size="small" aria-label={t.leaveOf(name)} onClick={() => setAsked(true)}>
          {t.leave}
        </Button>
      )}
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t.leaveTitle(name)}
        description={t.leaveText}
        action={t.leave}
        onConfirm={leave}
      />
    </li>
  );
}
