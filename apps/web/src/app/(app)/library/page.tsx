import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../graphql/server.ts';
import { readViewer } from '../../../shell/read-viewer.ts';
import { texts } from '../../../texts/texts.ts';
import { filtersOf } from '../../../library/filters.ts';
import { LibraryPageDocument } from '../../../library/library-page.graphql.ts';
import { LibraryView } from '../../../library/library-view.tsx';
import type { Search } from '../../search.ts';

export const metadata: Metadata = { title: texts.library.title };

export default async function LibraryPage({ searchParams }: Search) {
  const { role, organization } = await readViewer();
  return (
    <PreloadQuery query={LibraryPageDocument} variables={filtersOf(await searchParams)}>
      <Suspense>
        <LibraryView role={role} organizationId={organization.id} />
      </Suspense>
    </PreloadQuery>
  );
}
