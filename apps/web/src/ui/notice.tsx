import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

type Tone = 'info' | 'good' | 'warn' | 'danger';

const TONES = {
  info: { icon: Info, className: 'bg-accent-soft text-ink [&>svg]:text-accent' },
  good: { icon: CircleCheck, className: 'bg-good-soft text-ink [&>svg]:text-good' },
  warn: { icon: TriangleAlert, className: 'bg-warn-soft text-ink [&>svg]:text-warn' },
  danger: { icon: CircleAlert, className: 'bg-danger-soft text-ink [&>svg]:text-danger' },
} as const satisfies Record<Tone, unknown>;

/** Something to know here and now. Of danger it is read out at once. */
export function Notice({
  tone = 'info',
  children,
  action,
  className,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}) {
  const { icon: Icon, className: colors } = TONES[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cx('flex items-start gap-3 rounded-lg px-4 py-3 text-sm', colors, className)}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
