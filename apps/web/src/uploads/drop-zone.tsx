'use client';
import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { texts } from '../texts/texts.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { TextField } from '../ui/field.tsx';
import { ACCEPT } from './check-picture.ts';
import { useGivenFiles } from './use-given-files.ts';

const t = texts.upload;

/** Takes pictures: dropped anywhere on the page, pasted, or chosen. */
export function DropZone({
  onFiles,
  onAddress,
  isSmall,
}: {
  /** Where there is one on the web. */
  readonly onAddress: (url: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly isSmall: boolean;
}) {
  const isOver = useGivenFiles(onFiles);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      data-tour="drop"
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
      <form
        className="mt-3 flex w-full max-w-md gap-2 text-left"
        onSubmit={(event) => {
          event.preventDefault();
          const url = String(new FormData(event.currentTarget).get('address')).trim();
          event.currentTarget.reset();
          onAddress(url);
        }}
      >
        <div className="min-w-0 flex-1">
          <TextField
            label={t.address}
            isLabelHidden
            name="address"
            type="url"
            required
            autoComplete="off"
            placeholder={t.address}
          />
        </div>
        <Button type="submit">{t.fetch}</Button>
      </form>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPT}
        // The button speaks for it: seen by nobody, it is no second one to a screen reader either.
        hidden
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </div>
  );
}
