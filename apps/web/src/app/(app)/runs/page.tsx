import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../graphql/server.ts';
import { statusesOf } from '../../../runs/run-filters.ts';
import { RunsPageDocument } from '../../../runs/runs-page.graphql.ts';
import { RunsView } from '../../../runs/runs-view.tsx';
import { readViewer } from '../../../shell/read-viewer.ts';
import { texts } from '../../../texts/texts.ts';
import type { Search } from '../../search.ts';

export const metadata: Metadata = { title: texts.runs.title };

export default async function RunsPage({ searchParams }: Search) {
  await readViewer();
  return (
    <PreloadQuery query={RunsPageDocument} variables={statusesOf((await searchParams)['state'])}>
      <Suspense>
        <RunsView />
      </Suspense>
    </PreloadQuery>
  );
}
