import type { ReactNode } from 'react';
import { cx } from '../ui/cx.ts';
import { Skeleton } from '../ui/skeleton.tsx';

/** Where a token will be, as large as its card, so that nothing moves when it comes. @param children what is said of it until then */
export function TokenPlace({ children }: { readonly children?: ReactNode }) {
  const Block = children === undefined ? Skeleton : Space;
  return (
    <div
      className={cx(
        '@container relative overflow-hidden rounded-lg border bg-surface',
        children !== undefined && 'border-dashed',
      )}
    >
      <Block className="aspect-3/2 rounded-none" />
      <div className="space-y-1 px-3 pt-2.5 pb-3">
        <Block className="h-5 w-2/3" />
        <Block className="h-8.5 w-1/3 @min-[13rem]:h-4" />
      </div>
      <div className="absolute inset-0 flex flex-col items-center justify-center gap-2 p-4 text-center empty:hidden">
        {children}
      </div>
    </div>
  );
}

function Space({ className }: { readonly className: string }) {
  return <div className={className} />;
}
