'use client';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useRef } from 'react';
import { texts } from '../texts/texts.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

const TokenDetails = dynamic(() => import('./token-details.tsx').then(({ TokenDetails }) => TokenDetails), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** A token beside the list that it is in; the address names it. */
export function TokenDrawer({
  id,
  onOpen,
  onClose,
}: {
  readonly id: string | undefined;
  /** Another one, out of this one. */
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
}) {
  const lookedAt = useRef(id);
  useEffect(() => {
    lookedAt.current = id;
    return () => void (lookedAt.current = undefined);
  }, [id]);
  const isLookedAt = useCallback((other: string): boolean => other === lookedAt.current, []);
  return (
    <Dialog
      isOpen={id !== undefined}
      onClose={onClose}
      title={texts.library.token}
      closeLabel={texts.close}
      place="side"
    >
      {id !== undefined && <TokenDetails key={id} id={id} onOpen={onOpen} isLookedAt={isLookedAt} />}
    </Dialog>
  );
}
