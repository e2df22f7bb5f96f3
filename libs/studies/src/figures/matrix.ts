import { ATTRIBUTES } from '@facet/base';
import { chart, chartHead, divergingColor, ink, inkOn, paragraph, rect, svgDocument, text } from '@facet/drawings';
import type { Interval } from '../bootstrap.ts';
import type { EvaluationSummary, VariantSummary } from '../evaluation/summary.ts';
import { described, figure, figureWithRange, INTERVAL, range } from './figures.ts';

const labels = 54;
const cellWidth = 73;
const cellHeight = 54;
const panelWidth = labels + ATTRIBUTES.length * cellWidth;
const panelGap = chart.width - 2 * chart.margin - 2 * panelWidth;
const title = 'What each token brings into a picture';

/** Small multiples, a 4 x 4 matrix per variant: the share of pictures as a number, its excess over the base as colour. */
export function matrixSvg(summary: EvaluationSummary): string {
  const head = chartHead(title, [
    described(summary),
    `Row: the token injected alone. Column: the factor looked at. Number: share of pictures (0 to 1) in which the factor equals the reference’s, with its ${INTERVAL}. Colour: that share minus the base, which is the share without any token.`,
    'Good: dark on the framed diagonal (transfer), pale everywhere else (no leakage).',
  ]);
  const parts = [head.svg, legend(head.bottom)];
  let top = head.bottom + 76;
  for (let first = 0; first < summary.variants.length; first += 2) {
    const row = summary.variants.slice(first, first + 2);
    const heads = row.map((variant, column) =>
      panelHead(variant, chart.margin + column * (panelWidth + panelGap), top),
    );
    // Names of different length must not shift the matrices of a row against each other.
    const bottom = top + Math.max(...heads.map(({ height }) => height));
    row.forEach((variant, column) =>
      parts.push(heads[column]!.svg, cells(variant, chart.margin + column * (panelWidth + panelGap), bottom)),
    );
    top = bottom + 44 + ATTRIBUTES.length * cellHeight + 44;
  }
  return svgDocument(chart.width, top - 44 + chart.margin, `${title}: ${summary.study}`, parts);
}

function legend(y: number): string {
  const width = 300;
  const steps = 60;
  const parts = Array.from({ length: steps }, (_, i) => {
    const fill = divergingColor((2 * (i + 0.5)) / steps - 1);
    return `<rect x="${chart.margin + (i * width) / steps}" y="${y}" width="${width / steps + 0.5}" height="16" fill="${fill}"/>`;
  });
  for (const value of [-1, -0.5, 0, 0.5, 1]) {
    const x = chart.margin + ((value + 1) / 2) * width;
    const anchor = value === -1 ? 'start' : value === 1 ? 'end' : 'middle';
    parts.push(text(value > 0 ? `+${value}` : String(value).replace('-', '−'), x, y + 32, { anchor }));
  }
  parts.push(text('excess over the base', chart.margin + width + 16, y + 13, { size: 14 }));
  return parts.join('\n');
}

function panelHead({ name, unspecified }: VariantSummary, x: number, y: number): { svg: string; height: number } {
  const heading = paragraph(name, x, y, panelWidth, { size: 16, weight: 600 });
  const figures = [
    `transfer ${figureWithRange(unspecified.transfer)}`,
    `excess leakage ${figureWithRange(unspecified.leakage)}`,
  ].map((words, i) => text(words, x, y + heading.height + i * 18, { fill: ink.muted }));
  return { svg: [heading.svg, ...figures].join('\n'), height: heading.height + 36 + 10 };
}

function cells({ unspecified }: VariantSummary, x: number, y: number): string {
  const { matrix, base } = unspecified;
  const parts: string[] = [];
  const left = x + labels;
  const top = y + 26;
  ATTRIBUTES.forEach((factor, column) => {
    const middle = left + (column + 0.5) * cellWidth;
    parts.push(
      text(factor, middle, y, { weight: 600, anchor: 'middle' }),
      text(`base ${figure(base[factor].mean)}`, middle, y + 17, { size: 12, fill: ink.muted, anchor: 'middle' }),
    );
  });
  ATTRIBUTES.forEach((token, row) => {
    const rowTop = top + row * cellHeight;
    parts.push(text(token, left - 8, rowTop + cellHeight / 2 + 5, { weight: 600, anchor: 'end' }));
    ATTRIBUTES.forEach((factor, column) => {
      const share = matrix[token][factor];
      parts.push(cell(share, share.mean - base[factor].mean, left + column * cellWidth, rowTop, token === factor));
    });
  });
  return parts.join('\n');
}

function cell(share: Interval, excess: number, x: number, y: number, isDiagonal: boolean): string {
  const fill = inkOn(excess);
  const middle = x + cellWidth / 2;
  const frame = isDiagonal ? rect(x + 2.5, y + 2.5, cellWidth - 5, cellHeight - 5, { stroke: fill, radius: 2 }) : '';
  return [
    rect(x + 1, y + 1, cellWidth - 2, cellHeight - 2, { fill: divergingColor(excess), radius: 3 }),
    frame,
    text(figure(share.mean), middle, y + 26, { size: 18, weight: 600, fill, anchor: 'middle' }),
    text(range(share), middle, y + 43, { size: 10.5, fill, anchor: 'middle' }),
  ].join('\n');
}
