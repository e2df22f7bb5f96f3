import type { Metadata } from 'next';
import { Suspense } from 'react';
import { fromSearch, toSearch } from '../../../compose/board-address.ts';
import { tokenIdsOf } from '../../../compose/board.ts';
import {
  BoardDocument,
  CompositionHistoryDocument,
  DraftDocument,
  SlotTokensDocument,
} from '../../../compose/compose.graphql.ts';
import { ComposeView } from '../../../compose/compose-view.tsx';
import { readyBoard } from '../../../compose/ready-board.ts';
import { readLatestRuns } from '../../../runs/read-latest-runs.ts';
import { draftSearch } from '../../../compose/draft-search.ts';
import { PreloadQuery, query } from '../../../graphql/server.ts';
import { readViewer } from '../../../shell/read-viewer.ts';
import { texts } from '../../../texts/texts.ts';
import type { Search } from '../../search.ts';

export const metadata: Metadata = { title: texts.compose.title };

/** What was last on the board, on whatever device; before anything was, one that can be drawn at once. */
async function boardWithoutAddress(draft: string | undefined): Promise<string> {
  const kept = draftSearch(draft);
  if (kept !== undefined) return kept;
  const runs = await readLatestRuns(2);
  return toSearch(readyBoard(runs.map(({ tokens }) => tokens)).board).toString();
}

/** The board of the address; without one, see above. A token that the address has for its place comes onto the board as it is. */
export default async function Compose({ searchParams }: Search) {
  const { organization } = await readViewer();
  const { place, ...search } = await searchParams;
  const given = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  const { data } = await query({ query: DraftDocument });
  const draft = data?.boardDraft;
  const initial = given.length > 0 ? new URLSearchParams(given).toString() : await boardWithoutAddress(draft?.content);
  const placed = typeof place === 'string' ? [place] : [];
  const ids = [...new Set([...tokenIdsOf(fromSearch(new URLSearchParams(initial))), ...placed])];
  const found =
    ids.length > 0 ? await query({ query: SlotTokensDocument, variables: { ids }, errorPolicy: 'all' }) : undefined;
  const tokens = found?.data?.nodes.map(
    (node, index) => [ids[index]!, node?.__typename === 'Token' ? node : null] as const,
  );
  return (
    <PreloadQuery query={BoardDocument}>
      <PreloadQuery query={CompositionHistoryDocument}>
        <Suspense>
          <ComposeView
            organizationId={organization.id}
            initial={initial}
            tokens={tokens ?? []}
            placing={tokens?.find(([id]) => id === place)?.[1] ?? undefined}
            revision={draft?.revision ?? 0}
          />
        </Suspense>
      </PreloadQuery>
    </PreloadQuery>
  );
}
