'use client';
import { useSuspenseQuery } from '@apollo/client/react';
import { Plus, Timer } from 'lucide-react';
import { usePathname, useSearchParams } from 'next/navigation';
import { startTransition, useDeferredValue } from 'react';
import type { RunStatus } from '../graphql/schema.ts';
import { texts } from '../texts/texts.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Chips } from '../ui/chips.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHeading } from '../ui/heading.tsx';
import { RunRow } from './run-row.tsx';
import { RunsPageDocument } from './runs-page.graphql.ts';
import { FILTERS, statusesOf } from './run-filters.ts';

const t = texts.runs;

export function RunsView() {
  const path = usePathname();
  const search = useSearchParams();
  const chosen = FILTERS.find((each) => each.toLowerCase() === search.get('state'));
  const variables = useDeferredValue(statusesOf(search.get('state') ?? undefined));
  const { data, fetchMore } = useSuspenseQuery(RunsPageDocument, { variables });
  const { edges, pageInfo, totalCount } = data.inversions;
  const choose = (next: RunStatus | undefined): void =>
    window.history.replaceState(null, '', next ? `${path}?state=${next.toLowerCase()}` : path);
  return (
    <>
      <PageHeading
        title={t.title}
        actions={
          <ButtonLink href="/runs/new" look="primary">
            <Plus aria-hidden="true" />
            {t.start}
          </ButtonLink>
        }
      />
      <div className="mb-5">
        <Chips
          label={t.filter}
          chips={FILTERS.map((value) => ({ value, label: t.status[value] }))}
          chosen={chosen}
          onChoose={choose}
        />
      </div>
      {totalCount > 0 ? (
        <ul className="space-y-2.5">
          {edges.map(({ node }) => (
            <RunRow key={node.id} run={node} />
          ))}
        </ul>
      ) : (
        <Empty
          icon={Timer}
          title={chosen ? texts.library.nothingTitle : t.emptyTitle}
          action={
            chosen ? (
              <Button onClick={() => choose(undefined)}>{texts.library.clear}</Button>
            ) : (
              <ButtonLink href="/runs/new" look="primary">
                {t.start}
              </ButtonLink>
            )
          }
        >
          {chosen ? undefined : t.empty}
        </Empty>
      )}
      {pageInfo.hasNextPage && (
        <div className="mt-4 text-center">
          <Button onClick={() => startTransition(() => void fetchMore({ variables: { after: pageInfo.endCursor } }))}>
            {t.more}
          </Button>
        </div>
      )}
    </>
  );
}
