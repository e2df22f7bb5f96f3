import { ATTRIBUTES } from '@facet/base';
import { readFile } from 'node:fs/promises';
import { contactSheet, type SheetPicture, type SheetRow } from '@facet/drawings';
import { verdictLines } from '@facet/studies/figures';
import { wantedFactors } from './swaps.ts';
import type { DemoReference, DrawnSwap, Swap } from './swaps.ts';

/** Both references beside the pictures composed of them, a row per swap, with what the classifiers see in each. */
export async function demoSheet(
  references: readonly DemoReference[],
  drawn: readonly DrawnSwap[],
  subtitle: string,
): Promise<Buffer> {
  const rows = await Promise.all(
    drawn.map(async ({ swap, pictures }): Promise<SheetRow> => {
      const wanted = wantedFactors(swap);
      const results = pictures.map(({ png, seed, seen }) => ({
        bytes: png,
        title: `seed ${seed}`,
        lines: verdictLines(seen, wanted),
      }));
      const givers = await Promise.all(references.map((reference) => referenceCard(reference, swap)));
      return { heading: swap.heading, pictures: [...givers, ...results] };
    }),
  );
  return contactSheet({
    title: 'Two pictures taken apart, and put together again',
    subtitle,
    rows,
    footer:
      'Dots: green where both factor classifiers see the wanted word, amber where one does, red where neither does.',
  });
}

async function referenceCard(reference: DemoReference, swap: Swap): Promise<SheetPicture> {
  const given = ATTRIBUTES.filter((attribute) => swap.giver[attribute] === reference);
  return {
    bytes: await readFile(reference.file),
    title: `Picture ${reference.letter}`,
    lines: given.map((attribute) => ({ words: `gives its ${attribute}, ${reference.factors[attribute]}` })),
    isReference: true,
  };
}
