import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mayAdminister } from '../../../../shell/may.ts';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { actionOf } from '../../../../team/activity-filter.ts';
import { ActivityDocument } from '../../../../team/activity.graphql.ts';
import { ActivityView } from '../../../../team/activity-view.tsx';
import { texts } from '../../../../texts/texts.ts';
import { Notice } from '../../../../ui/notice.tsx';
import type { Search } from '../../../search.ts';

export const metadata: Metadata = { title: texts.team.pages.activity };

export default async function ActivityPage({ searchParams }: Search) {
  const { role } = await readViewer();
  if (!mayAdminister(role)) return <Notice>{texts.team.onlyAdmins}</Notice>;
  const action = actionOf((await searchParams)['action']);
  return (
    <PreloadQuery query={ActivityDocument} variables={action === undefined ? {} : { action }}>
      <Suspense>
        <ActivityView />
      </Suspense>
    </PreloadQuery>
  );
}
