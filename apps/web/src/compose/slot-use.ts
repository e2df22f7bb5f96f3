import type { Attribute } from '../attributes/attributes.ts';
import type { Slot } from './board.ts';

/** What somebody does with a slot. */
export interface SlotUse {
  readonly attribute: Attribute;
  readonly slot: Slot;
  /** Asks for the tray. */
  readonly onChoose: () => void;
  readonly onChange: (change: Partial<Slot>, isSmall?: boolean) => void;
}
