import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../graphql/server.ts';
import { ModelsPageDocument } from '../../../models/models.graphql.ts';
import { ModelsView } from '../../../models/models-view.tsx';
import { readViewer } from '../../../shell/read-viewer.ts';
import { modelTexts } from '../../../texts/model-texts.ts';

export const metadata: Metadata = { title: modelTexts.title };

export default async function ModelsPage() {
  await readViewer();
  return (
    <PreloadQuery query={ModelsPageDocument}>
      <Suspense>
        <ModelsView />
      </Suspense>
    </PreloadQuery>
  );
}
