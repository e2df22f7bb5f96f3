'use client';
import { texts } from '../texts/texts.ts';
import { Copyable } from './copyable.tsx';
import { Dialog } from './dialog.tsx';
import { Notice } from './notice.tsx';

/** A secret that nobody can look up again. */
export function ShownOnce({
  secret,
  title,
  text,
  copyLabel,
  onClose,
}: {
  readonly secret: string | undefined;
  readonly title: string;
  readonly text: string;
  readonly copyLabel: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog isOpen={secret !== undefined} onClose={onClose} title={title} closeLabel={texts.close}>
      <div className="space-y-4">
        <Notice tone="warn">{text}</Notice>
        <Copyable text={secret ?? ''} label={copyLabel} copiedLabel={texts.copied} />
      </div>
    </Dialog>
  );
}
