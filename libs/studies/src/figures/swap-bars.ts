import { chart, chartHead, ink, line, paragraph, rect, round, svgDocument, text } from '@facet/drawings';
import type { Interval } from '../bootstrap.ts';
import type { EvaluationSummary, VariantSummary } from '../evaluation/summary.ts';
import { described, figureWithRange, INTERVAL } from './figures.ts';

const title = 'Attributes of two pictures put together';
const left = chart.margin;
/** Figures stand right of the longest bar. */
const barWidth = 520;
const barHeight = 20;
const GRID = [0, 0.25, 0.5, 0.75, 1];

const xOf = (share: number): number => left + Math.max(0, Math.min(1, share)) * barWidth;

/** The light bar stays lighter than the dark one in print without colour. */
const bars: readonly Bar[] = [
  { words: 'one attribute of each: both are right', fill: '#5a8fd2', target: 0.75, of: ({ both }) => both },
  {
    words: 'color and style of one, object and layout of the other: all four are right',
    fill: '#f7d391',
    of: ({ allFour }) => allFour,
  },
];

interface Bar {
  readonly words: string;
  readonly fill: string;
  /** The project's target, where it has one. */
  readonly target?: number;
  readonly of: (swaps: Swaps) => Interval;
}

type Swaps = NonNullable<VariantSummary['swaps']>;

/** Two bars with intervals for each variant whose swaps were measured; undefined where there is none. */
export function swapBarsSvg(summary: EvaluationSummary): string | undefined {
  const measured = summary.variants.flatMap(({ name, swaps }) => (swaps === undefined ? [] : [{ name, swaps }]));
  if (measured.length === 0) return undefined;
  const head = chartHead(title, [
    `${described(summary)} ${summary.pairs} pairs.`,
    `Share of pictures, 0 to 1, with its ${INTERVAL}.`,
  ]);
  const parts = [head.svg];
  let y = head.bottom + 14;
  for (const { words, fill, target } of bars) {
    const aim = target === undefined ? '' : ` (dashed: the target, ${target})`;
    parts.push(rect(left, y - 12, 22, 14, { fill }), text(`${words}${aim}`, left + 32, y, { size: 14 }));
    y += 24;
  }
  y += 20;
  for (const { name, swaps } of measured) {
    const heading = paragraph(name, left, y, chart.width - 2 * left, { size: 15, weight: 600 });
    parts.push(heading.svg);
    y += heading.height - 12;
    parts.push(grid(y - 4, y + bars.length * (barHeight + 3) + 1));
    for (const { fill, target, of } of bars) {
      const share = of(swaps);
      parts.push(
        rect(left, y, round(xOf(share.mean) - left), barHeight, { fill }),
        target === undefined ? '' : targetLine(target, y),
        whisker(xOf(share.low), xOf(share.high), y + barHeight / 2),
        text(figureWithRange(share), left + barWidth + 16, y + barHeight - 5, { size: 14 }),
      );
      y += barHeight + 3;
    }
    y += 28;
  }
  y -= 8;
  for (const share of GRID) {
    const anchor = share === 0 ? 'start' : 'middle';
    parts.push(text(String(share), xOf(share), y, { size: 14, fill: ink.muted, anchor }));
  }
  return svgDocument(chart.width, y + chart.margin, `${title}: ${summary.study}`, parts);
}

/** The scale behind the bars of one variant; not behind its name, which could not be read on it. */
function grid(top: number, bottom: number): string {
  return GRID.map((share) => line(`M${xOf(share)} ${top}V${bottom}`)).join('\n');
}

function targetLine(target: number, y: number): string {
  return line(`M${xOf(target)} ${y - 3}v${barHeight + 6}`, { stroke: ink.text, width: 1.6, dash: '4 3' });
}

function whisker(low: number, high: number, y: number): string {
  return line(`M${round(low)} ${y - 5}v10m0 -5H${round(high)}m0 -5v10`, { stroke: ink.text, width: 1.6 });
}
