'use client';
import { Plus, X } from 'lucide-react';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Picture } from '../tokens/proof.tsx';
import { sourceUrl } from '../tokens/source-url.ts';
import { MAX_SWAPPED } from './board.ts';
import type { SlotUse } from './slot-use.ts';
import { StrengthSlider } from './strength-slider.tsx';
import type { SlotToken } from './use-slot-tokens.ts';

const t = texts.compose;

/** A slot that several tokens take in turn: each is a row of the grid. */
export function SwapSlot({
  attribute,
  slot,
  tokens,
  onChoose,
  onChange,
  onRemove,
}: SlotUse & {
  readonly tokens: readonly (readonly [id: string, token: SlotToken])[];
  readonly onRemove: (tokenId: string) => void;
}) {
  const lower = texts.attributes[attribute].toLowerCase();
  return (
    <>
      <div className="aspect-square overflow-y-auto rounded-lg bg-sunken p-1.5">
        <ul className="grid grid-cols-2 gap-1.5">
          {tokens.map(([id, token]) => (
            <li key={id} className="relative aspect-square overflow-hidden rounded-md">
              <Picture url={token ? sourceUrl(token) : undefined} className="size-full bg-surface" />
              <button
                type="button"
                aria-label={t.grid.remove(token?.name ?? t.ended)}
                title={t.grid.remove(token?.name ?? t.ended)}
                onClick={() => onRemove(id)}
                className="absolute inset-0 grid place-items-end p-1 focus-visible:-outline-offset-2"
              >
                <span className="grid size-5 place-items-center rounded-md bg-surface text-ink shadow-card">
                  <X className="size-3" aria-hidden="true" />
                </span>
              </button>
            </li>
          ))}
          {tokens.length < MAX_SWAPPED && (
            <li>
              <button
                type="button"
                aria-label={t.grid.add(lower)}
                title={t.grid.add(lower)}
                onClick={onChoose}
                className="grid aspect-square w-full place-items-center rounded-md border border-dashed border-edge/60 bg-surface text-muted hover:border-accent hover:text-ink"
              >
                <Plus className="size-4" aria-hidden="true" />
              </button>
            </li>
          )}
        </ul>
      </div>
      <p className="mt-2 truncate text-sm font-medium">{t.grid.count(tokens.length)}</p>
      <StrengthSlider {...{ attribute, slot, onChange }} />
      <p aria-hidden="true" className="-mb-1 flex h-8 items-center justify-center text-xs text-muted tabular-nums">
        {percent(slot.strength)}
      </p>
    </>
  );
}
