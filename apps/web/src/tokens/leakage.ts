import type { Attribute } from '../attributes/attributes.ts';
import { texts, type Texts } from '../texts/texts.ts';
import type { BadgeTone } from '../ui/badge.tsx';

export type Leakage = keyof Texts['token']['leak'];

interface Measured {
  readonly transfer: number | null;
  /** A mean over the other attributes: where one is brought and the rest come less often than chance, it is small. */
  readonly excessLeakage: number | null;
  readonly carries: readonly Attribute[];
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
  if (report.carries.length > 0 || report.excessLeakage >= STRONG) return 'strong';
  return report.excessLeakage >= SLIGHT ? 'slight' : 'clean';
}

/** The same in words, with what the token brings where that is known. */
export function leakageText(report: Measured | null): string {
  const leakage = leakageOf(report);
  const carries = report?.carries ?? [];
  return leakage === 'strong' && carries.length > 0
    ? texts.token.carries(carries.map((factor) => texts.attributes[factor].toLowerCase()))
    : texts.token.leak[leakage];
}

export const LEAK_TONE: Readonly<Record<Leakage, BadgeTone>> = {
  unmeasured: 'plain',
  clean: 'good',
  slight: 'warn',
  strong: 'danger',
  weak: 'warn',
};
