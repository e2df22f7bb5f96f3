import type { Texts } from '../texts/texts.ts';
import type { BadgeTone } from '../ui/badge.tsx';

export type Leakage = keyof Texts['token']['leak'];

interface Measured {
  readonly transfer: number | null;
  readonly excessLeakage: number | null;
}

/** Of the pictures, beyond chance: below the first nobody sees it, from the second on everybody does. */
const SLIGHT = 0.08;
const STRONG = 0.2;
/** A token that shows in fewer pictures than this is not worth much, whatever else it brings. */
const WEAK_TRANSFER = 0.5;

/** What a measured report comes down to. */
export function leakageOf(report: Measured | null): Leakage {
  if (!report || report.excessLeakage === null) return 'unmeasured';
  if (report.transfer !== null && report.transfer < WEAK_TRANSFER) return 'weak';
  if (report.excessLeakage >= STRONG) return 'strong';
  return report.excessLeakage >= SLIGHT ? 'slight' : 'clean';
}

export const LEAK_TONE: Readonly<Record<Leakage, BadgeTone>> = {
  unmeasured: 'plain',
  clean: 'good',
  slight: 'warn',
  strong: 'danger',
  weak: 'warn',
};
