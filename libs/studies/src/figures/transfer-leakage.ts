import {
  chart,
  chartHead,
  ink,
  line,
  linear,
  mark,
  paragraph,
  placeLabels,
  plotArea,
  rect,
  round,
  seriesStyles,
  svgDocument,
  text,
  ticks,
  type Box,
  type Point,
} from '@facet/drawings';
import type { Interval } from '../bootstrap.ts';
import type { EvaluationSummary } from '../evaluation/summary.ts';
import { described, figure, figureWithRange, INTERVAL } from './figures.ts';

const title = 'Transfer against excess leakage';
const plotHeight = 470;
const label = { width: 26, height: 20 };
/** The project's targets: at least this transfer at no more than this leakage. */
const TARGET = { transfer: 0.9, leakage: 0.1 } as const;

/** A numbered point per variant with interval bars both ways, the target corner shaded, and a legend of the numbers. */
export function transferLeakageSvg(summary: EvaluationSummary): string {
  const { variants } = summary;
  const head = chartHead(title, [
    described(summary),
    `Bars: ${INTERVAL}s. Shaded: the target, transfer at least ${figure(TARGET.transfer)} and excess leakage at most ${figure(TARGET.leakage)}.`,
  ]);
  const top = head.bottom + 30;
  const box: Box = { left: 72, top, right: chart.width - chart.margin, bottom: top + plotHeight };
  const leakages = variants.map(({ unspecified }) => unspecified.leakage);
  const transfers = variants.map(({ unspecified }) => unspecified.transfer);
  // A little room around the data, and never less than the target's corner.
  const [west, east] = [
    tenth(Math.min(-0.02, ...leakages.map(lowEnd)), -1),
    tenth(Math.max(0.38, ...leakages.map(highEnd)), 1),
  ];
  const [south, north] = [
    tenth(Math.min(0.62, ...transfers.map(lowEnd)), -1),
    Math.max(1.04, ...transfers.map(highEnd)),
  ];
  const xOf = (value: number): number => box.left + linear(west, east)(value) * (box.right - box.left);
  const yOf = (value: number): number => box.bottom - linear(south, north)(value) * (box.bottom - box.top);

  const styles = seriesStyles(variants.map(({ method }) => method));
  const points = variants.map(({ unspecified }): Point => ({
    x: xOf(unspecified.leakage.mean),
    y: yOf(unspecified.transfer.mean),
  }));
  const bars = variants.flatMap(({ unspecified: { leakage, transfer } }, i): Box[] => {
    const { x, y } = points[i]!;
    return [
      { left: xOf(leakage.low), right: xOf(leakage.high), top: y, bottom: y },
      { left: x, right: x, top: yOf(transfer.high), bottom: yOf(transfer.low) },
    ];
  });
  const places = placeLabels(points, bars, label, box);
  const corner = { width: xOf(TARGET.leakage) - box.left, height: yOf(TARGET.transfer) - box.top };
  const parts = [
    head.svg,
    rect(box.left, box.top, round(corner.width), round(corner.height), { fill: ink.good, opacity: 0.16 }),
    plotArea(
      box,
      { title: 'excess leakage (share above the base; less is better)', ticks: ticks(west, east, 0.1, tenths) },
      { title: 'transfer (share of pictures, 0 to 1; more is better)', ticks: ticks(south, north, 0.1, tenths) },
    ),
    line(`M${box.left} ${round(yOf(TARGET.transfer))}h${round(corner.width)}V${box.top}`, {
      stroke: ink.good,
      dash: '5 4',
    }),
  ];
  variants.forEach(({ method }, i) => {
    const { stroke } = styles.get(method)!;
    for (const { left, right, top: from, bottom } of bars.slice(2 * i, 2 * i + 2))
      parts.push(line(`M${round(left)} ${round(from)}L${round(right)} ${round(bottom)}`, { stroke, width: 1.6 }));
    const [point, place] = [points[i]!, places[i]!];
    parts.push(line(`M${round(point.x)} ${round(point.y)}L${round(place.x)} ${round(place.y)}`, { stroke: ink.muted }));
  });
  variants.forEach(({ method }, i) => {
    const { x, y } = places[i]!;
    const { width, height } = label;
    parts.push(
      mark(styles.get(method)!, points[i]!.x, points[i]!.y),
      rect(round(x - width / 2 + 1), round(y - height / 2 + 1), width - 2, height - 2, {
        fill: ink.card,
        stroke: ink.line,
        radius: 5,
      }),
      text(String(i + 1), x, y + 5, { weight: 600, anchor: 'middle' }),
    );
  });

  let y = box.bottom + 84;
  const [transferAt, leakageAt] = [410, 580];
  parts.push(
    text('transfer', transferAt, y, { fill: ink.muted }),
    text('excess leakage', leakageAt, y, { fill: ink.muted }),
  );
  y += 24;
  variants.forEach(({ name, method, unspecified }, i) => {
    const entry = paragraph(name, 94, y, transferAt - 94 - 16, { size: 14, weight: 600 });
    parts.push(
      text(String(i + 1), chart.margin + 22, y, { size: 14, weight: 600, anchor: 'end' }),
      mark(styles.get(method)!, 70, y - 5),
      entry.svg,
      text(figureWithRange(unspecified.transfer), transferAt, y, { size: 14 }),
      text(figureWithRange(unspecified.leakage), leakageAt, y, { size: 14 }),
    );
    y += entry.height + 6;
  });
  return svgDocument(chart.width, y + 6, `${title}: ${summary.study}`, parts);
}

const lowEnd = ({ low }: Interval): number => low - 0.02;
const highEnd = ({ high }: Interval): number => high + 0.02;
/** The next multiple of 0.1 in a direction. */
const tenth = (value: number, direction: -1 | 1): number =>
  (direction === 1 ? Math.ceil(value * 10 - 1e-9) : Math.floor(value * 10 + 1e-9)) / 10;
const tenths = (value: number): string => figure(value).slice(0, -1);
