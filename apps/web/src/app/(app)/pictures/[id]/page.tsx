import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../../graphql/server.ts';
import { PicturePageView } from '../../../../pictures/picture-page-view.tsx';
import { PicturePageDocument } from '../../../../pictures/pictures.graphql.ts';
import { readViewer } from '../../../../shell/read-viewer.ts';
import { texts } from '../../../../texts/texts.ts';
import type { OfId } from '../../../search.ts';

export const metadata: Metadata = { title: texts.pictures.title };

export default async function PicturePage({ params }: OfId) {
  await readViewer();
  const id = decodeURIComponent((await params).id);
  return (
    <PreloadQuery query={PicturePageDocument} variables={{ id }}>
      <Suspense>
        <PicturePageView id={id} />
      </Suspense>
    </PreloadQuery>
  );
}
