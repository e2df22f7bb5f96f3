import type { Metadata } from 'next';
import { Suspense } from 'react';
import { BoardDocument, CompositionHistoryDocument, DraftDocument } from '../../../compose/compose.graphql.ts';
import { ComposeView } from '../../../compose/compose-view.tsx';
import { draftSearch } from '../../../compose/draft-search.ts';
import { PreloadQuery, query } from '../../../graphql/server.ts';
import { readViewer } from '../../../shell/read-viewer.ts';
import { texts } from '../../../texts/texts.ts';
import type { Search } from '../../search.ts';

export const metadata: Metadata = { title: texts.compose.title };

/** The board of the address; without one, what was last on it, on whatever device. */
export default async function Compose({ searchParams }: Search) {
  const { organization } = await readViewer();
  const given = Object.entries(await searchParams).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  const { data } = await query({ query: DraftDocument });
  const draft = data?.boardDraft;
  const initial = given.length > 0 ? new URLSearchParams(given).toString() : (draftSearch(draft?.content) ?? '');
  return (
    <PreloadQuery query={BoardDocument}>
      <PreloadQuery query={CompositionHistoryDocument}>
        <Suspense>
          <ComposeView organizationId={organization.id} initial={initial} revision={draft?.revision ?? 0} />
        </Suspense>
      </PreloadQuery>
    </PreloadQuery>
  );
}
