import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { RunPageDocument } from '../../../../runs/run.graphql.ts';
import { RunView } from '../../../../runs/run-view.tsx';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { texts } from '../../../../texts/texts.ts';
import type { OfId } from '../../../search.ts';

export const metadata: Metadata = { title: texts.runs.title };

export default async function RunPage({ params }: OfId) {
  await readViewer();
  const id = decodeURIComponent((await params).id);
  return (
    <PreloadQuery query={RunPageDocument} variables={{ id }}>
      <Suspense>
        <RunView id={id} />
      </Suspense>
    </PreloadQuery>
  );
}
