'use client';
import { SAMPLING_BOUNDS } from '@facet/base';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Slider } from '../ui/field.tsx';
import type { SlotUse } from './slot-use.ts';

/** How strongly a slot's token shows: from its plain word to more than itself. */
export function StrengthSlider({
  attribute,
  slot: { strength },
  onChange,
  isDisabled = false,
}: Pick<SlotUse, 'attribute' | 'slot' | 'onChange'> & { readonly isDisabled?: boolean }) {
  return (
    <Slider
      className="mt-1.5"
      label={texts.compose.strength(texts.attributes[attribute].toLowerCase())}
      isBare
      shown={percent(strength)}
      {...SAMPLING_BOUNDS.strength}
      step={0.05}
      value={strength}
      disabled={isDisabled}
      onChange={({ target }) => onChange({ strength: Number(target.value) }, true)}
    />
  );
}
