import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ApiKeysDocument } from '../../../../developers/keys.graphql.ts';
import { KeysView } from '../../../../developers/keys-view.tsx';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { mayAdminister } from '../../../../shell/may.ts';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { developerTexts } from '../../../../texts/developer-texts.ts';
import { Notice } from '../../../../ui/notice.tsx';

export const metadata: Metadata = { title: developerTexts.pages.keys };

export default async function KeysPage() {
  const { role, user } = await readViewer();
  if (!mayAdminister(role)) return <Notice>{developerTexts.onlyAdmins}</Notice>;
  return (
    <PreloadQuery query={ApiKeysDocument}>
      <Suspense>
        <KeysView role={role} userId={user.id} />
      </Suspense>
    </PreloadQuery>
  );
}
