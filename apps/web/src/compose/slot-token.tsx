'use client';
import { Eye, EyeOff, X } from 'lucide-react';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { LEAK_TONE, leakageOf } from '../tokens/leakage.ts';
import { Picture, Proof } from '../tokens/proof.tsx';
import { sourceUrl } from '../tokens/source-url.ts';
import { Dot } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import type { SlotUse } from './slot-use.ts';
import { StrengthSlider } from './strength-slider.tsx';
import type { SlotToken } from './use-slot-tokens.ts';

const t = texts.compose;

/** A slot with a token: how strongly it shows, and whether at all. */
export function TokenSlot({
  attribute,
  slot,
  token,
  onChoose,
  onChange,
  onClear,
}: SlotUse & { readonly token: SlotToken; readonly onClear: () => void }) {
  const { strength, isMuted } = slot;
  const lower = texts.attributes[attribute].toLowerCase();
  return (
    <>
      <button
        type="button"
        onClick={onChoose}
        aria-label={t.swap(lower)}
        title={t.swap(lower)}
        className={cx(
          'relative block aspect-square w-full overflow-hidden rounded-lg',
          isMuted && 'opacity-35 grayscale',
        )}
      >
        {token === undefined && <Skeleton className="size-full" />}
        {token === null && (
          <span className="grid size-full place-items-center bg-warn-soft p-3 text-center text-sm text-ink">
            {t.ended}
          </span>
        )}
        {token && (
          <>
            <Picture url={sourceUrl(token)} className="size-full" />
            <Proof
              token={token}
              className="absolute right-1.5 bottom-1.5 size-2/5 overflow-hidden rounded-md border-2 border-surface"
            />
          </>
        )}
      </button>
      <div className="mt-2 flex min-w-0 items-center gap-1.5">
        {token && <Dot tone={LEAK_TONE[leakageOf(token.leakReport)]} />}
        <p className="truncate text-sm font-medium" title={token?.name}>
          {token === null ? t.ended : (token?.name ?? ' ')}
        </p>
      </div>
      <StrengthSlider {...{ attribute, slot, onChange }} isDisabled={isMuted} />
      <div className="-mb-1 flex items-center justify-between">
        <IconButton
          label={isMuted ? t.unmute(lower) : t.mute(lower)}
          aria-pressed={isMuted}
          onClick={() => onChange({ isMuted: !isMuted })}
        >
          {isMuted ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </IconButton>
        <span aria-hidden="true" className="text-xs text-muted tabular-nums">
          {percent(strength)}
        </span>
        <IconButton label={t.clear(lower)} onClick={onClear}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
    </>
  );
}
