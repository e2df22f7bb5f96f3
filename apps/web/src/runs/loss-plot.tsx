'use client';
import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { texts } from '../texts/texts.ts';
import type { useLosses } from './use-losses.ts';

const TERMS = ['total', 'reconstruction', 'colorStyle', 'objectLayout'] as const;
const COLORS = { total: '--ink', reconstruction: '--accent', colorStyle: '--style', objectLayout: '--layout' } as const;
const HEIGHT = 240;
const t = texts.runs;

/** The loss of every step, by term. */
export function LossPlot({ losses }: { readonly losses: ReturnType<typeof useLosses> }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const { resolvedTheme } = useTheme();
  const latest = useRef(losses);
  latest.current = losses;

  useEffect(() => {
    const element = place.current!;
    const style = getComputedStyle(element);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: color('--muted'),
      grid: { stroke: color('--line'), width: 1 },
      ticks: { show: false },
      font: `12px ${style.fontFamily}`,
    };
    const drawn = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false } },
        axes: [axis, { ...axis, size: 44 }],
        legend: { live: false },
        cursor: { drag: { x: false, y: false } },
        series: [
          { label: 'step' },
          ...TERMS.map((term) => ({
            label: t.lossTerms[term],
            stroke: color(COLORS[term]),
            width: term === 'total' ? 2 : 1.25,
            points: { show: false },
          })),
        ],
      },
      dataOf(latest.current),
      element,
    );
    // Its picture is said as one; the table that it makes of its legend is none.
    drawn.root.ariaHidden = 'true';
    plot.current = drawn;
    const observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [resolvedTheme]);
  useEffect(() => plot.current?.setData(dataOf(losses)), [losses]);
  return <div ref={place} role="img" aria-label={t.lossLabel(losses.length)} className="loss-plot" />;
}

const dataOf = (losses: ReturnType<typeof useLosses>): uPlot.AlignedData => [
  losses.map((_, index) => index + 1),
  ...TERMS.map((term) => losses.map((step) => step[term] ?? null)),
];
