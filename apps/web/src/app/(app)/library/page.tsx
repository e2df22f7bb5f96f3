import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../graphql/server.ts';
import { readViewer } from '../../../shell/read-viewer.ts';
import { texts } from '../../../texts/texts.ts';
import { filtersOf } from '../../../tokens/filters.ts';
import { LibraryPageDocument } from '../../../tokens/library-page.graphql.ts';
import { LibraryView } from '../../../tokens/library-view.tsx';
import type { Search } from '../../search.ts';

export const metadata: Metadata = { title: texts.library.title };

export default async function LibraryPage({ searchParams }: Search) {
  await readViewer();
  return (
    <PreloadQuery query={LibraryPageDocument} variables={filtersOf(await searchParams)}>
      <Suspense>
        <LibraryView />
      </Suspense>
    </PreloadQuery>
  );
}
