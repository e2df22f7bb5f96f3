import { ink, paragraph } from './svg.ts';

/** What charts share: one width, made for the column of a README, and one head. */
export const chart = { width: 760, margin: 28 } as const;

export interface Head {
  readonly svg: string;
  /** Where the drawing may begin. */
  readonly bottom: number;
}

/** Title, then notes that say what is drawn and of what. */
export function chartHead(title: string, notes: readonly string[]): Head {
  const width = chart.width - 2 * chart.margin;
  const heading = paragraph(title, chart.margin, 42, width, { size: 22, weight: 600 });
  const parts = [heading.svg];
  let y = 42 + heading.height - 4;
  for (const note of notes) {
    const { svg, height } = paragraph(note, chart.margin, y, width, { size: 14, fill: ink.muted });
    parts.push(svg);
    y += height;
  }
  return { svg: parts.join('\n'), bottom: y + 4 };
}
