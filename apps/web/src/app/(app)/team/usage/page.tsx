import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { UsageByMonthDocument } from '../../../../team/usage.graphql.ts';
import { UsageView } from '../../../../team/usage-view.tsx';
import { texts } from '../../../../texts/texts.ts';

export const metadata: Metadata = { title: texts.team.pages.usage };

export default async function UsagePage() {
  await readViewer();
  return (
    <PreloadQuery query={UsageByMonthDocument}>
      <Suspense>
        <UsageView />
      </Suspense>
    </PreloadQuery>
  );
}
