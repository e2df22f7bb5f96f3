'use client';
import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';

/** Asks for files of the device. */
export function FileButton({
  label,
  accept,
  isBusy = false,
  onFiles,
  children,
}: {
  readonly label: string;
  readonly accept: string;
  readonly isBusy?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" look="quiet" busy={isBusy} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </>
  );
}
