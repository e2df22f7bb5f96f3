'use client';
import { useState } from 'react';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ModelSamplesFragment } from './uploads.graphql.ts';

const t = texts.upload;

/** Pictures of the model's own world, for whoever has none at hand. One that is chosen is given on as if it had been dropped. */
export function SamplePictures({
  samples,
  onFile,
}: {
  readonly samples: ModelSamplesFragment['samples'];
  readonly onFile: (file: File) => void;
}) {
  const [isLost, setLost] = useState(false);
  const choose = async ({ name, picture }: (typeof samples)[number]): Promise<void> => {
    try {
      const response = await fetch(picture.url);
      if (!response.ok) throw new Error(response.statusText);
      setLost(false);
      onFile(new File([await response.blob()], `${name}.png`, { type: 'image/png' }));
    } catch {
      setLost(true);
    }
  };
  if (samples.length === 0) return null;
  return (
    <section aria-labelledby="samples" className="space-y-3">
      <h2 id="samples" className="text-center text-base text-muted">
        {t.samples}
      </h2>
      <ul className="mx-auto grid max-w-md grid-cols-4 gap-3">
        {samples.map((sample) => (
          <li key={sample.name}>
            <button
              type="button"
              aria-label={t.sample(sample.name)}
              title={sample.name}
              onClick={() => void choose(sample)}
              className="block w-full rounded-lg border transition-colors hover:border-ink"
            >
              <Picture url={sample.picture.url} className="aspect-square w-full rounded-lg" />
            </button>
          </li>
        ))}
      </ul>
      {isLost && <Notice tone="danger">{t.sampleLost}</Notice>}
    </section>
  );
}
