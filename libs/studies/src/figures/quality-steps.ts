import {
  chart,
  chartHead,
  ink,
  line,
  linear,
  mark,
  paragraph,
  plotArea,
  round,
  seriesStyles,
  svgDocument,
  text,
  ticks,
  type Box,
} from '@facet/drawings';
import type { Interval } from '../bootstrap.ts';
import type { EvaluationSummary, VariantSummary } from '../evaluation/summary.ts';
import { described, figure, figureWithRange, INTERVAL } from './figures.ts';

const title = 'Quality against optimiser steps';
const plotHeight = 400;

interface Curve {
  readonly name: string;
  /** By steps, ascending. */
  readonly points: readonly { readonly steps: number; readonly quality: Interval }[];
}

/** Transfer minus leakage by steps, a line with its interval band per curve; undefined where nothing has two step counts. */
export function qualityStepsSvg(summary: EvaluationSummary): string | undefined {
  const curves = curvesOf(summary.variants);
  if (curves.length === 0) return undefined;
  const oracle = summary.variants.find(({ method }) => method === 'oracle')?.unspecified.difference;
  const head = chartHead(title, [
    described(summary),
    `Lines: transfer minus excess leakage, more is better; bands: ${INTERVAL}s.${oracle ? ` Dashed: the oracle, which uses the true words, ${figureWithRange(oracle)}.` : ''}`,
  ]);
  const top = head.bottom + 30;
  const box: Box = { left: 72, top, right: chart.width - chart.margin - 12, bottom: top + plotHeight };

  const points = curves.flatMap((curve) => curve.points);
  const steps = [...new Set(points.map((point) => point.steps))].sort((a, b) => a - b);
  const along = linear(Math.log(steps[0]!), Math.log(steps.at(-1)!));
  const shown = [...points.map(({ quality }) => quality), ...(oracle ? [oracle] : [])];
  const south = Math.floor(Math.min(0, ...shown.map(({ low }) => low)) * 5) / 5;
  const north = Math.max(1, ...shown.map(({ high }) => high));
  const xOf = (count: number): number => round(box.left + 24 + along(Math.log(count)) * (box.right - box.left - 48));
  const yOf = (quality: number): number => round(box.bottom - linear(south, north)(quality) * (box.bottom - box.top));

  const stepTicks = spread(
    steps.map((count) => ({ at: (xOf(count) - box.left) / (box.right - box.left), label: String(count) })),
  );
  const parts = [
    head.svg,
    plotArea(
      box,
      { title: 'optimiser steps (logarithmic)', ticks: stepTicks },
      {
        title: 'transfer minus excess leakage',
        ticks: ticks(south, north, 0.2, (value) => figure(value).slice(0, -1)),
      },
    ),
  ];
  if (oracle)
    parts.push(line(`M${box.left} ${yOf(oracle.mean)}H${box.right}`, { stroke: ink.muted, width: 1.6, dash: '6 5' }));
  const styles = seriesStyles(curves.map(({ name }) => name));
  const upper: string[] = [];
  let y = box.bottom + 84;
  for (const curve of curves) {
    const style = styles.get(curve.name)!;
    const there = curve.points.map(({ steps: count, quality }) => `${xOf(count)} ${yOf(quality.high)}`);
    const back = curve.points.toReversed().map(({ steps: count, quality }) => `${xOf(count)} ${yOf(quality.low)}`);
    parts.push(`<path d="M${[...there, ...back].join('L')}Z" fill="${style.stroke}" fill-opacity="0.16"/>`);
    const middle = curve.points.map(({ steps: count, quality }) => `${xOf(count)} ${yOf(quality.mean)}`);
    upper.push(line(`M${middle.join('L')}`, { stroke: style.stroke, width: 2.4 }));
    upper.push(...curve.points.map(({ steps: count, quality }) => mark(style, xOf(count), yOf(quality.mean))));

    const heading = paragraph(curve.name, 66, y, chart.width - chart.margin - 66, { size: 14, weight: 600 });
    upper.push(
      line(`M${chart.margin} ${y - 5}h28`, { stroke: style.stroke, width: 2.4 }),
      mark(style, chart.margin + 14, y - 5),
      heading.svg,
    );
    y += heading.height;
    curve.points.forEach(({ steps: count, quality }, i) => {
      const x = 66 + (i % 3) * 222;
      const words = `${count} steps: ${figureWithRange(quality)}`;
      upper.push(text(words, x, y + 19 * Math.floor(i / 3), { fill: ink.muted }));
    });
    y += 19 * Math.ceil(curve.points.length / 3) + 8;
  }
  return svgDocument(chart.width, y + 4, `${title}: ${summary.study}`, [...parts, ...upper]);
}

/** Variants that differ in nothing but their steps make a curve, called by the method, or by its first variant if a method has several. */
function curvesOf(variants: readonly VariantSummary[]): Curve[] {
  const groups = new Map<string, VariantSummary[]>();
  for (const variant of variants) {
    const { steps: _, ...others } = variant.settings;
    const key = JSON.stringify([variant.method, Object.entries(others).sort(([a], [b]) => (a < b ? -1 : 1))]);
    groups.set(key, [...(groups.get(key) ?? []), variant]);
  }
  const drawn = [...groups.values()].filter((group) => new Set(group.map(({ steps }) => steps)).size > 1);
  return drawn.map((group) => {
    const [{ method, name }] = group as [VariantSummary];
    const isAlone = drawn.filter(([other]) => other?.method === method).length === 1;
    const points = group.map(({ steps, unspecified }) => ({ steps, quality: unspecified.difference }));
    return { name: isAlone ? method : name, points: points.toSorted((a, b) => a.steps - b.steps) };
  });
}

/** Step counts that lie too close to each other are not all written; their values are in the legend. */
function spread<T extends { readonly at: number }>(places: readonly T[]): T[] {
  const kept: T[] = [];
  for (const place of places) if (kept.length === 0 || place.at - kept.at(-1)!.at > 0.07) kept.push(place);
  return kept;
}
