import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ApiView } from '../../../developers/api-view.tsx';
import { ExampleIdsDocument } from '../../../developers/examples.graphql.ts';
import { PreloadQuery } from '../../../graphql/server.ts';
import { readViewer } from '../../../shell/read-viewer.ts';
import { developerTexts } from '../../../texts/developer-texts.ts';

export const metadata: Metadata = { title: developerTexts.title };

export default async function DevelopersPage() {
  await readViewer();
  return (
    <PreloadQuery query={ExampleIdsDocument}>
      <Suspense>
        <ApiView />
      </Suspense>
    </PreloadQuery>
  );
}
