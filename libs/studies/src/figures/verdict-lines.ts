import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { SheetLine } from '@facet/drawings';
import { JUDGE_NAMES, type BothVerdicts, type Verdict } from '@facet/inversion';

/** The word both see, or both words where they differ. */
export function seenWord(seen: BothVerdicts, attribute: Attribute): string {
  return [...new Set(JUDGE_NAMES.map((judge) => seen[judge][attribute]))].join('/');
}

/** How many of the two see the word. */
export function judgesWhoSee(seen: BothVerdicts, attribute: Attribute, word: string): number {
  return JUDGE_NAMES.filter((judge) => seen[judge][attribute] === word).length;
}

/** A line per attribute for a contact sheet: green when both see the wanted word, amber when one does. */
export function verdictLines(seen: BothVerdicts, wanted: Verdict): SheetLine[] {
  const marks = ['bad', 'half', 'good'] as const;
  return ATTRIBUTES.map((attribute) => ({
    words: `${attribute} ${seenWord(seen, attribute)}`,
    mark: marks[judgesWhoSee(seen, attribute, wanted[attribute])] ?? 'bad',
  }));
}
