'use client';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import type { ButtonProps } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Form } from './form.tsx';

/** A question before something is done, with what it takes to answer it. */
export function Confirm({
  isOpen,
  onClose,
  title,
  description,
  action,
  actionLook = 'danger',
  onConfirm,
  children,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** Of the button that does it. */
  readonly action: string;
  readonly actionLook?: ButtonProps['look'];
  /** Resolves to what is wrong, or undefined; then the question is closed. */
  readonly onConfirm: (fields: Readonly<Record<string, string>>) => Promise<string | undefined>;
  readonly children?: ReactNode;
}) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title} description={description} closeLabel={texts.close}>
      <Form
        submitLabel={action}
        submitLook={actionLook}
        onSubmit={async (fields) => {
          const wrong = await onConfirm(fields);
          if (wrong === undefined) onClose();
          return wrong;
        }}
      >
        {children}
      </Form>
    </Dialog>
  );
}
