'use client';
import { Plus } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import type { SlotUse } from './slot-use.ts';

const t = texts.compose;

/** A slot without a token, in which a plain word may stand. */
export function EmptySlot({ attribute, slot: { word }, onChoose, onChange }: SlotUse) {
  const lower = texts.attributes[attribute].toLowerCase();
  return (
    <>
      <button
        type="button"
        onClick={onChoose}
        className="group flex aspect-square w-full flex-col items-center justify-center gap-2 rounded-lg border border-dashed border-edge/60 p-2 text-sm text-muted transition-colors hover:border-accent hover:bg-accent-soft hover:text-ink"
      >
        <span className="grid size-9 place-items-center rounded-full bg-sunken group-hover:bg-surface">
          <Plus className="size-4" aria-hidden="true" />
        </span>
        {t.empty}
      </button>
      <input
        aria-label={t.wordLabel(lower)}
        placeholder={t.word(t.words[attribute])}
        maxLength={50}
        value={word}
        onChange={({ target }) => onChange({ word: target.value }, true)}
        className="mt-2 h-9 w-full rounded-md border border-edge/60 bg-surface px-2.5 text-sm placeholder:text-muted"
      />
    </>
  );
}
