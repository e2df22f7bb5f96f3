import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mayAdminister } from '../../../shell/may.ts';
import { PreloadQuery } from '../../../graphql/server.ts';
import { readViewer } from '../../../shell/read-viewer.ts';
import { TeamMembersDocument } from '../../../team/members.graphql.ts';
import { MembersView } from '../../../team/members-view.tsx';
import { texts } from '../../../texts/texts.ts';

export const metadata: Metadata = { title: texts.team.pages.members };

export default async function MembersPage() {
  const { role, user } = await readViewer();
  return (
    <PreloadQuery query={TeamMembersDocument} variables={{ administers: mayAdminister(role) }}>
      <Suspense>
        <MembersView role={role} userId={user.id} />
      </Suspense>
    </PreloadQuery>
  );
}
