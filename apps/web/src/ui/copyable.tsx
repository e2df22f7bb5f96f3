'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';

const SHOWN_MS = 2000;

/** Text to be taken elsewhere: an address, a secret, a line of code. */
export function Copyable({
  text,
  label,
  copiedLabel,
  isBlock = false,
}: {
  readonly text: string;
  /** Of the button, such as "Copy the key". */
  readonly label: string;
  readonly copiedLabel: string;
  /** Several lines, shown as they are. */
  readonly isBlock?: boolean;
}) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <div
      className={cx(
        'flex gap-2 rounded-md border bg-sunken',
        isBlock ? 'items-start p-3' : 'items-center py-1 pr-1 pl-3',
      )}
    >
      <code
        tabIndex={isBlock ? 0 : undefined}
        className={cx(
          'min-w-0 flex-1 font-mono text-sm',
          isBlock ? 'overflow-x-auto rounded-sm whitespace-pre' : 'break-all',
        )}
      >
        {text}
      </code>
      <Button
        size="small"
        look="quiet"
        aria-label={label}
        title={label}
        className="w-8 !px-0"
        onClick={() => void copy()}
      >
        {isCopied ? <Check aria-hidden="true" className="text-good" /> : <Copy aria-hidden="true" />}
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? copiedLabel : ''}
      </span>
    </div>
  );
}
