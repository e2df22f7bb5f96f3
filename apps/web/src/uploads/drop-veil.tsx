import type { ReactNode } from 'react';

/** Over the page while files are held over it. */
export function DropVeil({ children }: { readonly children: ReactNode }) {
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/90 p-6 text-center text-lg font-semibold">
      {children}
    </div>
  );
}
