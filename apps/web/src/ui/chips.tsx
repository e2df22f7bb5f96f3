'use client';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface Chip<Value> {
  readonly value: Value;
  readonly label: ReactNode;
}

/** One of a few choices, or none. */
export function Chips<Value extends string>({
  label,
  chips,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly chips: readonly Chip<Value>[];
  readonly chosen: Value | undefined;
  readonly onChoose: (value: Value | undefined) => void;
}) {
  return (
    <div role="group" aria-label={label} className="flex gap-1.5 overflow-x-auto p-0.5 [scrollbar-width:none]">
      {chips.map(({ value, label: text }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value === chosen ? undefined : value)}
          className={cx(
            'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-full border px-3 text-sm font-medium transition-colors [&_svg]:size-3.5',
            value === chosen ? 'border-accent bg-accent-soft text-accent-strong' : 'bg-surface hover:bg-sunken',
          )}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
