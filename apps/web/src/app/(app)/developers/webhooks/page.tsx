import type { Metadata } from 'next';
import { Suspense } from 'react';
import { WebhooksDocument } from '../../../../developers/webhooks.graphql.ts';
import { WebhooksView } from '../../../../developers/webhooks-view.tsx';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { mayAdminister } from '../../../../shell/may.ts';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { developerTexts } from '../../../../texts/developer-texts.ts';
import { Notice } from '../../../../ui/notice.tsx';

export const metadata: Metadata = { title: developerTexts.pages.webhooks };

export default async function WebhooksPage() {
  const { role } = await readViewer();
  if (!mayAdminister(role)) return <Notice>{developerTexts.onlyAdmins}</Notice>;
  return (
    <PreloadQuery query={WebhooksDocument}>
      <Suspense>
        <WebhooksView />
      </Suspense>
    </PreloadQuery>
  );
}
