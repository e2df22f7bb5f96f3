'use client';
import { useRef, type ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';

/** Asks for files of the device. */
export function FileButton({
  accept,
  isMultiple = false,
  isBusy = false,
  size = 'small',
  look = 'quiet',
  className,
  onFiles,
  children,
}: Pick<ButtonProps, 'size' | 'look' | 'className'> & {
  readonly accept: string;
  readonly isMultiple?: boolean;
  readonly isBusy?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...{ size, look, className }} busy={isBusy} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        multiple={isMultiple}
        accept={accept}
        // The button speaks for it: seen by nobody, it is no second one to a screen reader either.
        hidden
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </>
  );
}
