import type { Attribute } from '../attributes/attributes.ts';
import type { Slot } from './board.ts';

/** What somebody does with a slot. */
export interface SlotUse {
  readonly attribute: Attribute;
  readonly slot: Slot;
  /** Asks for the tray. */
  readonly onChoose: () => void;
  /** @param isSmall one of many of the same, such as a slider's */
  readonly onChange: (change: Partial<Slot>, isSmall?: boolean) => void;
}
