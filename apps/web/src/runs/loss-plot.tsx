'use client';
import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { texts } from '../texts/texts.ts';
import { smoothed } from './smoothed.ts';
import type { useLosses } from './use-losses.ts';

const TERMS = ['reconstruction', 'colorStyle', 'objectLayout'] as const;
type Term = (typeof TERMS)[number];
const COLORS = { total: '--ink', reconstruction: '--accent', colorStyle: '--style', objectLayout: '--layout' } as const;
const HEIGHT = 240;
const t = texts.runs;

/** The loss of every step, by the terms that the run's method has, and all of it smoothed: single steps are mostly noise. */
export function LossPlot({ losses }: { readonly losses: ReturnType<typeof useLosses> }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const { resolvedTheme } = useTheme();
  const latest = useRef(losses);
  latest.current = losses;
  const terms = TERMS.filter((term) => losses.some((step) => step[term] !== undefined)).join();

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
          ...([...ofNames(terms), 'total'] as const).map((term) => ({
            label: t.lossTerms[term],
            stroke: color(COLORS[term]),
            width: term === 'total' ? 2.5 : 1,
            points: { show: false },
          })),
        ],
      },
      dataOf(latest.current, ofNames(terms)),
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
  }, [resolvedTheme, terms]);
  useEffect(() => plot.current?.setData(dataOf(losses, ofNames(terms))), [losses, terms]);
  return <div ref={place} role="img" aria-label={t.lossLabel(losses.length)} className="loss-plot" />;
}

/** Of their names in one text, by which an effect knows them again. */
const ofNames = (names: string): readonly Term[] => TERMS.filter((term) => names.split(',').includes(term));

const dataOf = (losses: ReturnType<typeof useLosses>, terms: readonly Term[]): uPlot.AlignedData => [
  losses.map((_, index) => index + 1),
  ...terms.map((term) => losses.map((step) => step[term] ?? null)),
  smoothed(losses.map(({ total }) => total)),
];
