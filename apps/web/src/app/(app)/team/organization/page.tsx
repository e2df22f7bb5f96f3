import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { OrganizationPageDocument } from '../../../../team/organization.graphql.ts';
import { OrganizationView } from '../../../../team/organization-view.tsx';
import { texts } from '../../../../texts/texts.ts';

export const metadata: Metadata = { title: texts.team.pages.organization };

export default async function OrganizationPage() {
  const { role } = await readViewer();
  return (
    <PreloadQuery query={OrganizationPageDocument}>
      <Suspense>
        <OrganizationView role={role} />
      </Suspense>
    </PreloadQuery>
  );
}
