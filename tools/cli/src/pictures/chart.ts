import type { EvaluationSummary, Interval } from '@facet/studies';
import { ink, paragraph } from './svg.ts';

/** What the drawings of an evaluation share: one width, made for the column of a README, and one head. */
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

/** What the figures are of, for a note under a title. */
export function described({ study, model, references }: EvaluationSummary): string {
  return `Study “${study}”, model ${model.name} (${model.fingerprint.slice(0, 12)}), ${references} references.`;
}

export const INTERVAL = '95 % bootstrap interval';

/** Two digits, with a true minus and never “−0.00”. */
export function figure(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return value < 0 && digits !== '0.00' ? `−${digits}` : digits;
}

export const range = ({ low, high }: Interval): string => `${figure(low)} to ${figure(high)}`;

/** `0.91 (0.88 to 0.94)`, as in the tables. */
export const figureWithRange = (interval: Interval): string => `${figure(interval.mean)} (${range(interval)})`;
