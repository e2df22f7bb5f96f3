import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export type BadgeTone = 'plain' | 'accent' | 'good' | 'warn' | 'danger';

const TONES: Readonly<Record<BadgeTone, string>> = {
  plain: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent-strong',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
};

export function Badge({ tone = 'plain', children }: { readonly tone?: BadgeTone; readonly children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-5.5 items-center gap-1.5 rounded-full px-2 text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** What a word says, as a colour beside it. */
export function Dot({ tone }: { readonly tone: BadgeTone }) {
  const colors = {
    plain: 'bg-edge',
    accent: 'bg-accent',
    good: 'bg-good',
    warn: 'bg-warn',
    danger: 'bg-danger',
  } as const;
  return <span aria-hidden="true" className={cx('size-2 shrink-0 rounded-full', colors[tone])} />;
}
