import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readSharedPicture } from '../../../shared/read-shared-picture.ts';
import { SharedPictureView } from '../../../shared/shared-picture-view.tsx';
import { texts } from '../../../texts/texts.ts';

export const metadata: Metadata = {
  title: texts.shared.title,
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

interface OfSecret {
  readonly params: Promise<{ readonly secret: string }>;
}

export default async function SharedPicturePage({ params }: OfSecret) {
  const secret = decodeURIComponent((await params).secret);
  const picture = await readSharedPicture(secret);
  if (!picture) notFound();
  return <SharedPictureView secret={secret} picture={picture} />;
}
