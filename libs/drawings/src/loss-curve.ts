import { ink, svgDocument, text } from './svg.ts';

/** One curve: its name and a value per step, the first one that of step 1. */
export interface LossSeries {
  readonly name: string;
  readonly values: readonly number[];
}

const width = 760;
const panelHeight = 170;
const left = 70;
const right = 24;
const top = 62;
const panelGap = 44;
const strokes = ['#3b6fd4', '#c8553d', '#2f9e5b', '#8a5fbf'];

/**
 * A panel per loss term over one axis of steps: every value faint, its exponential mean strong, because a diffusion loss
 * jumps with the drawn timestep from step to step and only the mean shows a trend.
 */
export function lossCurveSvg(title: string, series: readonly LossSeries[]): string {
  const lastStep = Math.max(1, ...series.map((s) => s.values.length));
  const parts = [text(title, left, 34, { size: 17, weight: 600 })];
  series.forEach((one, index) => {
    const y = top + index * (panelHeight + panelGap);
    parts.push(panel(one, y, lastStep, strokes[index % strokes.length] ?? ink.accent, index === series.length - 1));
  });
  const height = top + series.length * (panelHeight + panelGap) + 8;
  return svgDocument(width, height, title, parts);
}

function panel(series: LossSeries, y: number, lastStep: number, stroke: string, withAxis: boolean): string {
  const finite = series.values.filter((value) => Number.isFinite(value));
  // The mean of a few outliers says little: the axis ends at the 99th percentile, and what is above is cut.
  const sorted = [...finite].sort((a, b) => a - b);
  const maximum = niceCeiling(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 1);
  const xOf = (index: number): number => left + ((index + 1) / lastStep) * (width - left - right);
  const yOf = (value: number): number => y + panelHeight * (1 - Math.min(1.02, Math.max(0, value / maximum)));
  // A value that is not finite leaves a gap.
  const line = (values: readonly number[]): string =>
    values
      .map((value, i) => {
        if (!Number.isFinite(value)) return '';
        return `${Number.isFinite(values[i - 1]) ? 'L' : 'M'}${xOf(i).toFixed(1)} ${yOf(value).toFixed(1)}`;
      })
      .join('');

  const parts = [text(series.name, left, y - 8, { size: 12, weight: 600, fill: stroke })];
  for (const share of [0, 0.5, 1]) {
    const level = y + panelHeight * (1 - share);
    parts.push(`<path d="M${left} ${level}H${width - right}" stroke="${ink.line}" fill="none"/>`);
    const label = share === 0 ? '0' : formatTick(maximum * share);
    parts.push(text(label, left - 8, level + 4, { size: 11, fill: ink.muted, anchor: 'end' }));
  }
  parts.push(`<path d="${line(series.values)}" stroke="${stroke}" stroke-opacity="0.25" fill="none"/>`);
  parts.push(`<path d="${line(exponentialMean(series.values))}" stroke="${stroke}" stroke-width="2" fill="none"/>`);
  if (withAxis) {
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      const x = left + share * (width - left - right);
      const label = String(Math.round(lastStep * share));
      parts.push(text(label, x, y + panelHeight + 18, { size: 11, fill: ink.muted, anchor: 'middle' }));
    }
    parts.push(text('step', left - 8, y + panelHeight + 18, { size: 11, fill: ink.muted, anchor: 'end' }));
  }
  return parts.join('\n');
}

/** Exponential mean over about 20 steps, corrected for its start as in Adam. */
export function exponentialMean(values: readonly number[], decay = 0.95): number[] {
  let mean = 0;
  let weight = 0;
  return values.map((value) => {
    if (Number.isFinite(value)) {
      mean = decay * mean + (1 - decay) * value;
      weight = decay * weight + (1 - decay);
    }
    return weight === 0 ? 0 : mean / weight;
  });
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

function formatTick(value: number): string {
  return value >= 1000 || value < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}
