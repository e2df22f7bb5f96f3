import type { ReactNode } from 'react';
import { Logo } from '../ui/logo.tsx';
import { texts } from '../texts/texts.ts';

/**
 * A page of one question, for people who are not signed in. It hangs from the top of the window, and its lines from their beginning: in the middle,
 * what is read first would move when the rest of the page comes or of a line, or a sentence that says what is wrong.
 */
export function AccountPage({
  title,
  note,
  children,
  foot,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14svh] pb-12">
      <div className="w-full max-w-sm">
        <div className="mb-8">
          <Logo className="mb-6 size-11" />
          <h1 className="text-xl">{title}</h1>
          {note && <p className="mt-1.5 text-base text-pretty text-muted">{note}</p>}
        </div>
        <div className="rounded-xl border bg-surface p-6 shadow-card">{children}</div>
        {foot && <p className="mt-6 text-sm text-muted">{foot}</p>}
      </div>
      <p className="sr-only">{texts.promise}</p>
    </main>
  );
}
