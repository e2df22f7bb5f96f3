import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery, query } from '../../../../graphql/server.ts';
import { GivenPictureDocument } from '../../../../uploads/uploads.graphql.ts';
import { NewRunDocument } from '../../../../runs/new-run.graphql.ts';
import { NewRunView } from '../../../../runs/new-run-view.tsx';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { texts } from '../../../../texts/texts.ts';
import type { Search } from '../../../search.ts';

export const metadata: Metadata = { title: texts.upload.title };

export default async function NewRunPage({ searchParams }: Search) {
  const { organization } = await readViewer();
  const { image: id } = await searchParams;
  const found = typeof id === 'string' ? await query({ query: GivenPictureDocument, variables: { id } }) : undefined;
  const given = found?.data?.image.__typename === 'Image' ? found.data.image : undefined;
  return (
    <PreloadQuery query={NewRunDocument}>
      <Suspense>
        <NewRunView organizationId={organization.id} given={given} />
      </Suspense>
    </PreloadQuery>
  );
}
