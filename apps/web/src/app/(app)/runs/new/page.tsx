import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { NewRunDocument } from '../../../../runs/new-run.graphql.ts';
import { NewRunView } from '../../../../runs/new-run-view.tsx';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { texts } from '../../../../texts/texts.ts';

export const metadata: Metadata = { title: texts.upload.title };

export default async function NewRunPage() {
  const { organization } = await readViewer();
  return (
    <PreloadQuery query={NewRunDocument}>
      <Suspense>
        <NewRunView organizationId={organization.id} />
      </Suspense>
    </PreloadQuery>
  );
}
