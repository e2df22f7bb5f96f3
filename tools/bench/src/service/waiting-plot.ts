import {
  chart,
  chartHead,
  line,
  linear,
  niceCeiling,
  plotArea,
  round,
  seriesStyles,
  svgDocument,
  text,
  ticks,
  type Box,
} from '@facet/drawings';
import type { FairnessResult } from './fairness.ts';

const PANEL_HEIGHT = 130;
const PANEL_GAP = 104;
const LEFT = 84;

/** What is different about a variant, in words. */
export const variantName = ({ takesTurns, isCapped }: Pick<FairnessResult, 'takesTurns' | 'isCapped'>): string =>
  `${takesTurns ? 'Organisations take turns' : 'First come, first served'}, ` +
  (isCapped ? 'two runs of each at work' : 'no cap');

/** For each variant the share of runs that have ended over time: of the one organisation, and of those that came after it. */
export function waitingPlot(results: readonly FairnessResult[]): string {
  const { many, others } = results[0]!;
  const title = 'Who waits when one organisation queues many runs';
  const names = [`one organisation, ${many} runs`, `${others} organisations, one run each, queued last`];
  const styles = seriesStyles(names);
  const head = chartHead(title, [
    'Share of runs that have ended, by seconds after the first was queued. One worker with the real workflows, queues and caps; its engine does nothing for 50 ms, three times a run.',
  ]);
  const parts = [head.svg];
  let y = head.bottom + 18;
  for (const [i, name] of names.entries()) {
    const { stroke } = styles.get(name)!;
    parts.push(line(`M${chart.margin} ${y + i * 22 - 5}h28`, { stroke, width: 3 }));
    parts.push(text(name, chart.margin + 38, y + i * 22, { size: 14 }));
  }
  y += names.length * 22 + 40;
  const last = niceCeiling(Math.max(...results.flatMap(({ manyEnds, othersEnds }) => [...manyEnds, ...othersEnds])));
  for (const result of results) {
    parts.push(text(variantName(result), LEFT, y - 22, { size: 15, weight: 600 }));
    const box = { left: LEFT, top: y, right: chart.width - chart.margin, bottom: y + PANEL_HEIGHT };
    parts.push(
      plotArea(
        box,
        { title: '', ticks: ticks(0, last, last / 5, String) },
        { title: '', ticks: ticks(0, 1, 0.5, (share) => `${share * 100} %`) },
      ),
    );
    const curves = [
      [result.manyEnds, many],
      [result.othersEnds, others],
    ] as const;
    for (const [i, [ends, of]] of curves.entries())
      parts.push(line(stairs(ends, of, last, box), { stroke: styles.get(names[i]!)!.stroke, width: 2.5 }));
    y += PANEL_HEIGHT + PANEL_GAP;
  }
  return svgDocument(chart.width, y - PANEL_GAP + 48, title, parts);
}

function stairs(ends: readonly number[], of: number, last: number, { left, top, right, bottom }: Box): string {
  const xOf = (seconds: number): number => round(left + linear(0, last)(seconds) * (right - left));
  const steps = ends.map((seconds, i) => `H${xOf(seconds)}V${round(bottom - ((i + 1) / of) * (bottom - top))}`);
  return `M${left} ${bottom}${steps.join('')}`;
}
