import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PreloadQuery } from '../../../graphql/server.ts';
import { PicturesPageDocument } from '../../../pictures/pictures.graphql.ts';
import { PicturesView } from '../../../pictures/pictures-view.tsx';
import { readViewer } from '../../../shell/read-viewer.ts';
import { texts } from '../../../texts/texts.ts';
import type { Search } from '../../search.ts';

export const metadata: Metadata = { title: texts.pictures.title };

export default async function Pictures({ searchParams }: Search) {
  await readViewer();
  const { q } = await searchParams;
  const name = typeof q === 'string' ? q.trim() : '';
  return (
    <PreloadQuery query={PicturesPageDocument} variables={name === '' ? {} : { name }}>
      <Suspense>
        <PicturesView />
      </Suspense>
    </PreloadQuery>
  );
}
