'use client';
import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface DialogProps {
  readonly isOpen: boolean;
  /** Without it, it stays until it is done, and hides what is behind it. */
  readonly onClose?: () => void;
  readonly title: string;
  readonly closeLabel: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** `center`: a question; `wide`: pictures; `side`: something looked at, beside what it belongs to (from below on a small screen). */
  readonly place?: 'center' | 'wide' | 'side';
}

const PLACES = {
  center:
    'inset-x-4 top-1/2 mx-auto max-h-[85dvh] max-w-md -translate-y-1/2 rounded-xl data-starting-style:scale-97 data-ending-style:scale-97',
  wide: 'inset-x-2 top-1/2 mx-auto max-h-[94dvh] max-w-6xl -translate-y-1/2 rounded-xl sm:inset-x-6 data-starting-style:scale-97 data-ending-style:scale-97',
  side: 'inset-x-0 bottom-0 h-[88dvh] rounded-t-xl md:inset-y-0 md:right-0 md:left-auto md:h-auto md:w-120 md:rounded-none md:border-l data-starting-style:translate-y-8 data-ending-style:translate-y-8 md:data-starting-style:translate-x-8 md:data-starting-style:translate-y-0 md:data-ending-style:translate-x-8 md:data-ending-style:translate-y-0',
} as const;

/** What `Dialog` loads. */
export function DialogPopup({
  isOpen,
  onClose,
  title,
  closeLabel,
  description,
  children,
  place = 'center',
}: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose?.()}>
      <Base.Portal>
        <Base.Backdrop
          forceRender={!onClose}
          className={cx(
            'fixed inset-0 transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0',
            onClose ? 'z-40 bg-scrim' : 'z-70 bg-canvas',
          )}
        />
        <Base.Popup
          className={cx(
            onClose ? 'z-50' : 'z-70',
            'fixed flex flex-col overflow-hidden bg-surface shadow-float transition duration-200 ease-out outline-none data-ending-style:opacity-0 data-starting-style:opacity-0',
            PLACES[place],
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1 pt-1">
              <Base.Title className="truncate text-lg">{title}</Base.Title>
              {description && (
                <Base.Description render={<div />} className="mt-0.5 text-sm text-muted">
                  {description}
                </Base.Description>
              )}
            </div>
            {onClose && (
              <Base.Close
                aria-label={closeLabel}
                className="grid size-9 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
              >
                <X className="size-4" aria-hidden="true" />
              </Base.Close>
            )}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5" tabIndex={-1}>
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
