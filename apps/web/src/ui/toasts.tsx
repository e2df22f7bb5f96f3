'use client';
import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { setPlaced, toasts } from './toast-manager.ts';

/** Where toasts are shown: once in a page. */
export function Toasts({ closeLabel }: { readonly closeLabel: string }) {
  // After the effects of what is in it, by which it hears of toasts.
  useEffect(setPlaced, []);
  return (
    <Base.Provider toastManager={toasts}>
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-20 left-4 z-60 mx-auto flex w-auto max-w-sm flex-col gap-2 md:right-6 md:bottom-6 md:left-auto md:mx-0 md:w-90">
          <List closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function List({ closeLabel }: { readonly closeLabel: string }) {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border bg-surface p-4 shadow-float transition duration-200 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Base.Content className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <Base.Title className="text-sm font-medium" />
          <Base.Description className="mt-0.5 text-sm text-muted" />
          {/* There is none where nothing can be done. */}
          <Base.Action className="mt-2 h-8 rounded-md border bg-surface px-2.5 text-sm font-medium hover:bg-sunken" />
        </div>
        <Base.Close
          aria-label={closeLabel}
          className="grid size-6 place-items-center rounded-sm text-muted hover:bg-sunken hover:text-ink"
        >
          <X className="size-4" aria-hidden="true" />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}
