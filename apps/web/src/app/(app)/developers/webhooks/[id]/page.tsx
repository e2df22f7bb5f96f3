import type { Metadata } from 'next';
import { Suspense } from 'react';
import { WebhookPageDocument } from '../../../../../developers/webhooks.graphql.ts';
import { WebhookView } from '../../../../../developers/webhook-view.tsx';
import { PreloadQuery } from '../../../../../graphql/server.ts';
import { mayAdminister } from '../../../../../shell/may.ts';
import { readViewer } from '../../../../../shell/read-viewer.ts';
import { developerTexts } from '../../../../../texts/developer-texts.ts';
import { Notice } from '../../../../../ui/notice.tsx';
import type { OfId } from '../../../../search.ts';

export const metadata: Metadata = { title: developerTexts.pages.webhooks };

export default async function WebhookPage({ params }: OfId) {
  const { role } = await readViewer();
  if (!mayAdminister(role)) return <Notice>{developerTexts.onlyAdmins}</Notice>;
  const id = decodeURIComponent((await params).id);
  return (
    <PreloadQuery query={WebhookPageDocument} variables={{ id }}>
      <Suspense>
        <WebhookView id={id} />
      </Suspense>
    </PreloadQuery>
  );
}
