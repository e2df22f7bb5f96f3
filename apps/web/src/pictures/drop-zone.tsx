'use client';
import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { texts } from '../texts/texts.ts';
import { cx } from '../ui/cx.ts';
import { ACCEPT } from './check-picture.ts';
import { useGivenFiles } from './use-given-files.ts';

const t = texts.upload;

/** Takes pictures: dropped anywhere on the page, pasted, or chosen. */
export function DropZone({
  onFiles,
  isSmall,
}: {
  readonly onFiles: (files: readonly File[]) => void;
  readonly isSmall: boolean;
}) {
  const isOver = useGivenFiles(onFiles);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      className={cx(
        'flex flex-col items-center justify-center rounded-xl border border-dashed text-center transition-colors',
        isSmall ? 'gap-1 px-4 py-6' : 'gap-2 px-6 py-20',
        isOver ? 'border-accent bg-accent-soft' : 'border-edge/60 bg-surface',
      )}
    >
      <span className="mb-2 grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
        <ImagePlus className="size-5" aria-hidden="true" />
      </span>
      <p className="text-lg font-semibold tracking-tight">{t.drop}</p>
      <p className="text-base text-muted">
        {t.or}{' '}
        <button
          type="button"
          className="font-medium text-accent hover:underline"
          onClick={() => input.current?.click()}
        >
          {t.choose}
        </button>
      </p>
      <p className="text-sm text-muted">{t.rules}</p>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPT}
        aria-label={t.choose}
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </div>
  );
}
