'use client';
import { texts } from '../texts/texts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TokenDetails } from './token-details.tsx';

/** A token beside the list that it is in; the address names it. */
export function TokenDrawer({ id, onClose }: { readonly id: string | undefined; readonly onClose: () => void }) {
  return (
    <Dialog
      isOpen={id !== undefined}
      onClose={onClose}
      title={texts.library.token}
      closeLabel={texts.close}
      place="side"
    >
      {id !== undefined && <TokenDetails id={id} />}
    </Dialog>
  );
}
