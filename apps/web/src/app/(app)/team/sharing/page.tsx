import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mayAdminister } from '../../../../shell/may.ts';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { SharingDocument } from '../../../../team/sharing.graphql.ts';
import { SharingView } from '../../../../team/sharing-view.tsx';
import { texts } from '../../../../texts/texts.ts';

export const metadata: Metadata = { title: texts.team.pages.sharing };

export default async function SharingPage() {
  const { role } = await readViewer();
  return (
    <PreloadQuery query={SharingDocument} variables={{ administers: mayAdminister(role) }}>
      <Suspense>
        <SharingView role={role} />
      </Suspense>
    </PreloadQuery>
  );
}
